import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Question } from '../../src/bank/format.ts';
import type { Bank } from '../../src/bank/load.ts';
import { hour, openGame, theBank } from '../setup/game.ts';
import { question } from '../setup/questions.ts';
import { createTable, type Table, type TableChannel, type TablePerson } from '../setup/table.ts';

/** The same question to look at, with other options right, other reasons and another explanation. */
function twinOf(one: Question, right: readonly number[]): Question {
  return {
    ...one,
    options: one.options.map(({ text }, index) => ({ text, right: right.includes(index), why: `another ${index}` })),
    answer: 'Another answer.',
    explanation: 'Another explanation.',
    sources: [{ ref: 'other', title: 'Another source', section: '9', url: 'https://other.example/' }],
  };
}

const pairs: readonly [string, Question, Question][] = [
  ['one right', question({ right: [1] }), twinOf(question({ right: [1] }), [3])],
  ['several right', question({ right: [0, 1] }), twinOf(question({ right: [0, 1] }), [1, 2, 3])],
];

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of close) await one();
  close = [];
});

interface Room {
  readonly table: Table;
  readonly ana: TablePerson;
  readonly ben: TablePerson;
  readonly channel: TableChannel;
  /** The message tells of the first answer a moment later: waits for it, so that it has its place among what is sent. */
  edited(): Promise<void>;
}

/** Plays with a bank of one question; returns all that was ever sent, ids made alike. */
async function everythingSent(asked: Question, play: (room: Room) => Promise<void>): Promise<string> {
  const bank: Bank = { ...(await theBank()), questions: new Map([[asked.id, asked]]) };
  const game = await openGame({ bank, seed: 5 });
  close.push(() => game.close());
  const table = createTable(game);
  const room: Room = {
    table,
    ana: table.person('Ana', { manager: true }),
    ben: table.person('Ben'),
    channel: table.channel('backend'),
    async edited() {
      const texts = () => game.platform.sent.map(({ message }) => JSON.stringify(message)).join();
      await vi.waitFor(() => expect(texts()).toMatch(/1 has answered/), 20_000);
    },
  };
  await table.type(room.ana, room.channel, 'daily at 11:00 UTC every day');
  await game.advance(hour);
  await play(room);
  const ids = new Map<string, string>();
  return JSON.stringify([game.platform.sent, table.replies], null, 1).replaceAll(
    /(?<![\w-])[\w-]{21}(?![\w-])/g,
    (id) => {
      if (!ids.has(id)) ids.set(id, `id ${ids.size}`);
      return ids.get(id) ?? id;
    },
  );
}

describe.each(pairs)('of a question with %s that is open', (_, one, other) => {
  it('nothing that is sent tells which options are right, to whoever has no final answer', async () => {
    const play = async ({ table, ana, ben, channel, edited }: Room) => {
      const [message] = table.see(ana, channel).filter((shown) => shown.message.blocks[0]?.kind === 'heading');
      const id = message?.id ?? '';
      const buttons = message?.buttons.map(({ label }) => label) ?? [];
      await table.press(ben, channel, 'My answer', id);
      for (const label of buttons) {
        await table.press(ben, channel, label, id);
        if (label === 'Choose') await table.submit(ben, { picked: ['0', '2'] });
      }
      await edited();
      await table.press(ben, channel, 'My answer', id);
      const round = /mine\.(\S+)/.exec(message?.buttons.at(-1)?.action ?? '')?.[1] ?? '';
      // Ids that nobody was given a button for.
      const actions = ['why', 'try', 'try-pick', 'choose', 'mine', 'report', 'close', 'aside', 'answer'].flatMap(
        (verb) => ['', '.0', '.3', '.9', '.form'].map((place) => `${verb}.${round}${place}`),
      );
      for (const action of actions.filter((action) => !action.startsWith('close'))) {
        await table.act(ben, channel, { kind: 'press', action });
      }
      for (const form of ['choose', 'try-pick'].map((verb) => `${verb}.${round}`)) {
        await table.act(ben, channel, { kind: 'submit', form, values: { picked: ['1', '2'] } });
      }
      const lines = [
        'answer b',
        'answer a c',
        'answer z',
        'leaderboard',
        'stats',
        'daily',
        'report',
        'help',
        'question',
      ];
      for (const line of lines) await table.type(ben, channel, line);
    };
    expect(await everythingSent(other, play)).toBe(await everythingSent(one, play));
  });

  it('whoever locks theirs in learns it, and that is what the comparison sees', async () => {
    const play = async ({ table, ben, channel, edited }: Room) => {
      await table.type(ben, channel, one.pick === 'one' ? 'answer b' : 'answer a b');
      await edited();
      await table.press(ben, channel, 'Lock in and show me');
    };
    expect(await everythingSent(other, play)).not.toBe(await everythingSent(one, play));
  });
});
