import { z } from 'zod';
import { directChannel, type FakeChannel, type FakeTeam } from '../state.ts';
import { Refusal } from '../world.ts';
import { shown } from './chat.ts';
import { method, needScope } from './method.ts';

const kinds = { public: 'channels', private: 'groups', direct: 'im', 'between people': 'im' } as const;

function visibleChannel(team: FakeTeam, id: string, right: 'read' | 'history'): FakeChannel {
  const channel = team.channels.get(id);
  // Which scope is missing is told before whether there is such a channel; an unknown one counts as public.
  needScope(team, `${kinds[channel?.kind ?? 'public']}:${right}`);
  if (!channel || channel.deleted || channel.kind === 'between people') throw new Refusal('channel_not_found');
  if (!channel.botIsIn) throw new Refusal(channel.kind === 'private' ? 'channel_not_found' : 'not_in_channel');
  return channel;
}

export const info = method({
  args: z.strictObject({
    channel: z.string(),
    include_locale: z.boolean().optional(),
    include_num_members: z.boolean().optional(),
  }),
  tier: 3,
  run(args, team) {
    const channel = visibleChannel(team, args.channel, 'read');
    const { id, name, kind, archived } = channel;
    return { channel: { id, name, is_private: kind === 'private', is_im: kind === 'direct', is_archived: archived } };
  },
});

export const history = method({
  args: z.strictObject({
    channel: z.string(),
    cursor: z.string().optional(),
    include_all_metadata: z.boolean().optional(),
    inclusive: z.boolean().optional(),
    latest: z.string().optional(),
    limit: z.number().int().min(1).max(999).optional(),
    oldest: z.string().optional(),
  }),
  tier: 3,
  run(args, team) {
    const channel = visibleChannel(team, args.channel, 'history');
    const oldest = Number(args.oldest ?? 0);
    const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
    const limit = args.limit ?? 100;
    const start = args.cursor === undefined ? 0 : Number(Buffer.from(args.cursor, 'base64').toString());
    const all = channel.messages
      .filter((each) => !each.threadTs || each.threadTs === each.ts)
      .filter(
        (each) => (args.inclusive ? Number(each.ts) >= oldest : Number(each.ts) > oldest) && Number(each.ts) <= latest,
      )
      .sort((a, b) => Number(b.ts) - Number(a.ts));
    const more = all.length > start + limit;
    return {
      messages: all.slice(start, start + limit).map((each) => shown(each, team, args.include_all_metadata === true)),
      has_more: more,
      response_metadata: { next_cursor: more ? Buffer.from(String(start + limit)).toString('base64') : '' },
    };
  },
});

export const open = method({
  args: z.strictObject({
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: z.boolean().optional(),
  }),
  scope: 'im:write',
  tier: 3,
  run(args, team) {
    const [person, ...others] = (args.users ?? '').split(',').filter(Boolean);
    if (!person || others.length > 0 || !team.people.has(person)) throw new Refusal('user_not_found');
    return { channel: { id: directChannel(team, person).id } };
  },
});
