import type { z } from 'zod';
import type { Tier } from '../rate-limits.ts';
import type { FakeChannel, FakeTeam } from '../state.ts';
import { Refusal, type World } from '../world.ts';

/** One method of the Web API as the fake plays it. Arguments that it doesn't know fail the call (contract 10.2). */
export interface Method<Schema extends z.ZodObject = z.ZodObject> {
  readonly args: Schema;
  readonly scope?: string;
  readonly tier: Tier;
  run(args: z.infer<Schema>, team: FakeTeam, world: World): Readonly<Record<string, unknown>>;
}

/** Keeps the type of the arguments for `run`. */
export function method<Schema extends z.ZodObject>(definition: Method<Schema>): Method {
  return definition as unknown as Method;
}

/** The channel that may be posted to, or Slack's word for why not. Contract 10.6. */
export function postableChannel(team: FakeTeam, id: string): FakeChannel {
  const channel = team.channels.get(id);
  if (!channel || channel.deleted || channel.kind === 'between people') throw new Refusal('channel_not_found');
  if (!channel.botIsIn) throw new Refusal(channel.kind === 'private' ? 'channel_not_found' : 'not_in_channel');
  if (channel.archived) throw new Refusal('is_archived');
  if (channel.postingRefused) throw new Refusal(channel.postingRefused);
  return channel;
}

/** @throws Refusal `missing_scope` with what is needed and what there is (contract 10.1) */
export function needScope(team: FakeTeam, scope: string): void {
  if (!team.scopes.has(scope))
    throw new Refusal('missing_scope', { needed: scope, provided: [...team.scopes].join(',') });
}
