import { gather, inTheRush } from '../gather.ts';
import type { Sql } from './database.ts';
import { retried } from './retry.ts';
import type { Round } from './rounds.ts';

interface Post {
  readonly round: Round;
  /** the platform's id of the message */
  readonly message: string;
}

/**
 * Records where a round's message is: one call, one post; those that come at the same time are one statement. Done again, it
 * changes nothing.
 */
export function posting(sql: Sql): (post: Post) => Promise<{ reminds: boolean }> {
  return gather<Post, { reminds: boolean }>({
    send: (posts) => retried(() => recordPosts(sql, posts)),
    key: ({ round }) => round.id,
    undone: () => true,
    ...inTheRush,
  });
}

/**
 * Rounds are locked in the order of their keys, before occurrences. An array of keys is looked up one by one; joined instead,
 * as many as may be in it, the whole table would be read while it is small.
 */
async function recordPosts(sql: Sql, posts: readonly Post[]): Promise<{ reminds: boolean }[]> {
  const given = posts.map(({ round, message }, n) => ({ n, round: round.id, channel: round.channel, message }));
  return sql<{ reminds: boolean }[]>`
    with post as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as post (n int, round text, channel text, message text)
    ), unrecorded as materialized (
      select id from rounds
      where id = any(array(select round from post)) and message is null and state <> 'withdrawn' order by id for no key update
    ), sent as (
      update rounds set message = (select message from post where post.round = rounds.id)
      where id = any(array(select id from unrecorded)) returning occurrence_id, opened_at
    ), posted as (
      update occurrences o set state = 'posted', posted_at = sent.opened_at, reason = null, untold = false from sent
      where o.id = sent.occurrence_id and o.state in ('claimed', 'planned', 'unknown')
    )
    select exists (select 1 from reminders where channel_id = post.channel) as reminds from post order by n`;
}
