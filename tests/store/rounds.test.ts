import { expect, it } from 'vitest';
import { createStore, type Store } from '../../src/store/index.ts';
import { hour, minute, tuesday } from '../setup/game.ts';
import { question } from '../setup/questions.ts';
import { aRound, makeTenant, numberDay, openRound } from '../setup/rows.ts';
import { onEachPostgres } from './engines.ts';

onEachPostgres((game) => {
  it('opens one asked round in a channel, whoever asks at the same moment', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 5);
    const asked = tenant.players.map(({ id }) => aRound(tenant, { kind: 'asked', askedBy: id, question: question() }));
    const opened = await Promise.all(asked.map((round) => store.rounds.openRound(round)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await store.rounds.openRounds(tenant.channel.id)).toHaveLength(1);
    // A daily one may stand beside it, and the next asked one after the close.
    await openRound(store, tenant);
    const [open] = asked.filter((_, index) => opened[index]);
    if (open) await store.rounds.closeRound(open, tuesday);
    await openRound(store, tenant, { kind: 'asked', askedBy: tenant.players[0]?.id });
  });

  it('keeps a round’s question as it was, whatever the bank says later', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const before = question({ id: 'python/iteration/generators/changed', prompt: 'As it was.' });
    const round = await openRound(store, tenant, { question: before, optionOrder: [3, 1, 0, 2] });
    const later = await openRound(store, tenant, {
      question: { ...before, prompt: 'As it is now.' },
      kind: 'extra',
      askedBy: tenant.players[0]?.id,
    });
    expect((await store.rounds.round(tenant.workspace.id, round.id))?.question.prompt).toBe('As it was.');
    expect((await store.rounds.round(tenant.workspace.id, round.id))?.optionOrder).toEqual([3, 1, 0, 2]);
    expect((await store.rounds.round(tenant.workspace.id, later.id))?.question.prompt).toBe('As it is now.');
  });

  it('takes a number back that no post has come of, and leaves the others', async () => {
    const { store, database } = game();
    const tenant = await makeTenant(store);
    const day = (localDate: string) => numberDay(database, tenant, localDate);
    await openRound(store, tenant, { challengeDay: await day('2026-11-24') });
    const failed = await openRound(store, tenant, { challengeDay: await day('2026-11-25'), localDate: '2026-11-25' });
    await store.rounds.withdraw(failed);
    expect(await day('2026-11-26')).toBe(2);
  });

  it('lets one process at a time edit a message, at its pace, and the reveal at any time', async () => {
    const { store } = game();
    const round = await openRound(store, await makeTenant(store));
    const lease = (at: number, pace?: number) => store.rounds.leaseEdit(round, at, at + 15_000, pace);
    const taken = await Promise.all([1, 2, 3, 4].map(() => lease(tuesday, 3_000)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await lease(tuesday + 14_999)).toBe(false);
    await store.rounds.releaseEdit(round, tuesday + 1_000);
    expect(await lease(tuesday + 3_999, 3_000)).toBe(false);
    expect(await lease(tuesday + 4_000, 3_000)).toBe(true);
    // A process that died keeps nobody away for ever.
    expect(await lease(tuesday + 19_001)).toBe(true);
    await store.rounds.releaseEdit(round, tuesday + 20_000);
    await store.rounds.closeRound(round, tuesday + 20_000);
    expect(await lease(tuesday + hour, 3_000)).toBe(false);
    expect(await lease(tuesday + hour)).toBe(true);
  });

  it('tells what a channel had, what the workspace had lately, and what was set aside', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const other = await store.people.ensureChannel(tenant.workspace.id, 'C2', 'other');
    const stranger = await makeTenant(store);
    const about = (slug: string) => question({ id: `python/iteration/generators/${slug}` });
    await openRound(store, tenant, { question: about('old'), openedAt: tuesday - 30 * 24 * hour });
    await openRound(store, tenant, { question: about('new') });
    await store.rounds.withdraw(await openRound(store, tenant, { question: about('never-posted') }));
    await openRound(store, { ...tenant, channel: other }, { question: about('elsewhere') });
    const before = { openedAt: tuesday - 20 * 24 * hour, closesAt: tuesday - 19 * 24 * hour };
    const longAgo = await openRound(
      store,
      { ...tenant, channel: other },
      { question: about('elsewhere-long-ago'), ...before },
    );
    await store.rounds.closeRound(longAgo, longAgo.closesAt);
    await openRound(store, stranger, { question: about('of-strangers') });
    await store.history.setAside(tenant.workspace.id, about('new').id, tenant.players[0]?.id ?? '', tuesday);
    const history = await store.history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday - 7 * 24 * hour);
    const all = ['old', 'new', 'never-posted', 'elsewhere', 'elsewhere-long-ago', 'of-strangers'];
    expect(all.filter((slug) => history.had.has(about(slug).id))).toEqual(['old', 'new']);
    expect([...history.elsewhere]).toEqual([about('elsewhere').id]);
    expect([...history.setAside]).toEqual([about('new').id]);
    await store.history.takeBackSetAside(tenant.workspace.id, about('new').id);
    expect((await store.history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday)).setAside.size).toBe(0);
  });

  it('reads what a long channel had once, and then what came since and what may still be taken back', async () => {
    const { store, database } = game();
    const tenant = await makeTenant(store);
    const ids = Array.from({ length: 300 }, (_, n) => `python/iteration/generators/past-${n}`);
    const about = (slug: string) => question({ id: `python/iteration/generators/${slug}` });
    const first = await openRound(store, tenant, { question: about('first'), openedAt: tuesday - 400 * 24 * hour });
    await store.rounds.closeRound(first, tuesday);
    await store.rounds.markRevealed(first);
    await database.sql`insert into questions (id) select unnest(${ids}::text[])`;
    await database.sql`
      insert into rounds
      select (jsonb_populate_record(r, jsonb_build_object(
        'id', r.id || n, 'question_id', past, 'opened_at', r.opened_at + n * interval '1 day'
      ))).* from rounds r, unnest(${ids}::text[]) with ordinality as past (past, n) where r.id = ${first.id}`;

    const another = createStore(database);
    const hadBy = async ({ history }: Store, ...slugs: string[]) => {
      const { had, recent } = await history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday);
      const anew = await createStore(database).history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday);
      expect(recent).toEqual(anew.recent);
      return slugs.filter((slug) => had.has(about(slug).id));
    };
    const slugs = ['first', 'past-0', 'past-299', 'open', 'next', 'never'];
    for (const one of [store, another]) expect(await hadBy(one, ...slugs)).toEqual(['first', 'past-0', 'past-299']);

    // What one process asks the other sees, also that it was taken back.
    const open = await openRound(store, tenant, { question: about('open') });
    const next = await openRound(store, tenant, { question: about('next'), openedAt: tuesday + 2 * hour });
    const again = await openRound(store, tenant, { question: about('first'), openedAt: tuesday + 3 * hour });
    for (const one of [store, another]) {
      expect(await hadBy(one, ...slugs)).toEqual(['first', 'past-0', 'past-299', 'open', 'next']);
      const { had } = await one.history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday);
      expect(had.get(about('first').id)).toBe(again.openedAt);
    }
    for (const round of [next, again]) {
      await store.answers.recordAnswer(
        round,
        {
          player: tenant.players[0]?.id ?? '',
          picked: [1],
          points: 0,
          verdict: 'right',
          eventAt: round.openedAt,
        },
        round.openedAt,
      );
      await store.rounds.closeRound(round, tuesday + 4 * hour);
      await store.rounds.markRevealed(round);
    }
    await hadBy(another, ...slugs);
    await store.rounds.withdraw(open);
    for (const one of [store, another]) {
      expect(await hadBy(one, ...slugs)).toEqual(['first', 'past-0', 'past-299', 'next']);
      const { had } = await one.history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday);
      expect(had.get(about('first').id)).toBe(again.openedAt);
    }

    // Once all that is settled, it is known without being read; what was answered stays known, too.
    await openRound(store, tenant, { question: about('last'), openedAt: tuesday + 5 * hour });
    for (const one of [store, another, store, another]) {
      expect(await hadBy(one, 'last')).toEqual(['last']);
      const { recent } = await one.history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday);
      expect(recent).toHaveLength(24);
      expect(recent.slice(0, 3)).toEqual([
        { question: about('last').id, answered: 0, right: 0 },
        { question: about('first').id, answered: 1, right: 1 },
        { question: about('next').id, answered: 1, right: 1 },
      ]);
    }
  });

  it('tells how the last questions of a channel were answered, of those that are closed', async () => {
    const { store } = game();
    const tenant = await makeTenant(store, 3);
    const about = (slug: string) => question({ id: `python/iteration/generators/${slug}` });
    const [closed, open] = [
      await openRound(store, tenant, { question: about('closed') }),
      await openRound(store, tenant, { question: about('open') }),
    ];
    const verdicts = ['right', 'half', 'wrong'] as const;
    for (const [index, { id }] of tenant.players.entries()) {
      const answer = { player: id, picked: [1], points: 0, verdict: verdicts[index] ?? 'wrong', eventAt: tuesday };
      await store.answers.recordAnswer(closed, answer, tuesday);
      await store.answers.recordAnswer(open, answer, tuesday);
    }
    await store.rounds.closeRound(closed, tuesday);
    const { recent } = await store.history.ofChannel(tenant.workspace.id, tenant.channel.id, tuesday);
    expect(recent).toHaveLength(2);
    expect(recent).toContainEqual({ question: about('closed').id, answered: 3, right: 1 });
    expect(recent).toContainEqual({ question: about('open').id, answered: 0, right: 0 });
  });

  it('finds what is due, half done or about to come, and nothing else', async () => {
    const { store } = game();
    const tenant = await makeTenant(store);
    const due = await openRound(store, tenant, { closesAt: tuesday + minute });
    const later = await openRound(store, tenant, { closesAt: tuesday + hour });
    const closed = await openRound(store, tenant);
    await store.rounds.closeRound(closed, tuesday);
    const done = await openRound(store, tenant);
    await store.rounds.closeRound(done, tuesday);
    await store.rounds.markRevealed(done);
    const mine = (ids: string[]) => ids.filter((id) => [due, later, closed, done].some((round) => round.id === id));
    expect(mine(await store.rounds.unsettledRounds(tuesday + minute, 500)).sort()).toEqual([due.id, closed.id].sort());
    const coming = await store.rounds.closingRounds(tuesday + 2 * hour);
    expect(mine(coming.map(({ id }) => id)).sort()).toEqual([due.id, later.id].sort());
  });

  it('makes one workspace, channel and player of many first sights at once', async () => {
    const { store } = game();
    const name = `first-${tuesday}-${Math.random()}`;
    const many = Array.from({ length: 8 }, (_, index) => index);
    const found = await Promise.all(
      many.map(async () => {
        const workspace = await store.people.ensureWorkspace('slack', name, 'Acme', tuesday);
        const [channel, player] = await Promise.all([
          store.people.ensureChannel(workspace.id, 'C1', 'backend'),
          store.people.ensurePlayer(workspace.id, 'U1', { name: 'Ana' }, tuesday),
        ]);
        return [workspace.id, channel.id, player.id].join();
      }),
    );
    expect(new Set(found).size).toBe(1);
  });
});
