import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeChannel } from '../fakes/slack/state.ts';
import { openSlackStage, type SlackStage } from './stage.ts';

const hour = 3_600_000;

describe('what goes wrong the first time, in Slack', () => {
  let stage: SlackStage;
  let backend: FakeChannel;

  beforeEach(async () => {
    stage = await openSlackStage('http');
    backend = stage.rooms.backend;
  });
  afterEach(() => stage.close());

  const last = async () => (await stage.see(stage.people.ana, stage.channels.backend)).at(-1);

  it.each<[string, (channel: FakeChannel) => void, string]>([
    [
      'Prep is not in the channel',
      (channel) => {
        channel.botIsIn = false;
      },
      "I can't post here until I'm in the channel. Type /invite @Prep, then try again. Nothing was saved.",
    ],
    [
      'a policy forbids posting',
      (channel) => {
        channel.postingRefused = 'restricted_action';
      },
      "I'm not allowed to post in this channel. Ask somebody who manages the workspace to let Prep post here, then try again. Nothing was saved.",
    ],
    [
      'the channel is archived',
      (channel) => {
        channel.archived = true;
      },
      'This channel is archived or gone, so nobody could answer here. Try it in another one. Nothing was saved.',
    ],
  ])(
    '%s: a question and a daily say so and change nothing, and work once it is put right',
    async (_, breakIt, words) => {
      const { ana, ben } = stage.people;
      breakIt(backend);
      await stage.command(ana, stage.channels.backend, 'question');
      expect(await last()).toMatchObject({ private: true });
      expect((await last())?.text.replaceAll('`', '')).toBe(words);
      await stage.command(ana, stage.channels.backend, 'daily at 09:00');
      expect((await last())?.text.replaceAll('`', '')).toBe(words);
      expect(await stage.see(ben, stage.channels.backend)).toEqual([]);

      Object.assign(backend, { botIsIn: true, archived: false, postingRefused: undefined });
      await stage.command(ana, stage.channels.backend, 'daily');
      expect((await last())?.text).toMatch(/^No daily challenge here yet/);
      await stage.command(ana, stage.channels.backend, 'question');
      expect(await stage.see(ben, stage.channels.backend)).toHaveLength(1);
    },
  );

  it('a conversation with Prep: no question, but help and stats', async () => {
    const { driver, members } = stage;
    const [team] = driver.fake.world.teams.values();
    if (!team) throw new Error('no team');
    const direct = driver.direct(team, members.ana);
    await driver.command(team, members.ana, direct, 'question');
    expect(driver.see(members.ana, direct).at(-1)?.text).toMatch(
      /in a thread or a private conversation.*Nothing was saved/,
    );
    await driver.command(team, members.ana, direct, 'help');
    expect(driver.see(members.ana, direct).at(-1)?.text).toMatch(/^Prep asks interview questions/);
    await driver.command(team, members.ana, direct, 'stats');
    expect(driver.see(members.ana, direct).at(-1)?.text).toMatch(/^You haven't answered anything/);
    expect(direct.messages).toEqual([]);
  });

  it('a channel that can no longer be posted to pauses its daily, tells who set it up once, and resumes', async () => {
    const { driver, members } = stage;
    const [team] = driver.fake.world.teams.values();
    if (!team) throw new Error('no team');
    await stage.command(stage.people.ana, stage.channels.backend, 'daily at 09:00 Berlin every day');
    const posts = backend.messages.length;

    backend.botIsIn = false;
    for (let days = 0; days < 2; days++) for (let hours = 0; hours < 24; hours++) await stage.advance(hour);
    const told = driver.direct(team, members.ana).messages;
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/#backend/);
    expect(backend.messages).toHaveLength(posts);

    backend.botIsIn = true;
    for (let hours = 0; hours < 24; hours++) await stage.advance(hour);
    expect(backend.messages.length).toBeGreaterThan(posts);
    expect(driver.direct(team, members.ana).messages.length).toBeLessThanOrEqual(2);
  });

  it('a token that was revoked: asks Slack nothing more, and keeps what there is', async () => {
    const { driver } = stage;
    const [team] = driver.fake.world.teams.values();
    if (!team) throw new Error('no team');
    team.trouble = 'token_revoked';
    await stage.command(stage.people.ana, stage.channels.backend, 'question');
    expect((await last())?.text).toMatch(/^Prep was removed from this workspace.*Nothing was saved/);
    const posts = driver.fake.count('chat.postMessage');
    await stage.command(stage.people.ana, stage.channels.backend, 'question');
    expect(driver.fake.count('chat.postMessage')).toBe(posts);
  });
});
