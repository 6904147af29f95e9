import { wrongStreaks } from '../../src/standings/recount.ts';
import type { Occurrence } from '../../src/store/occurrences.ts';
import type { Round, RoundRow } from '../../src/store/rounds.ts';
import type { Arena } from './arena.ts';
import { naiveSums } from './naive-sums.ts';
import type { Tally } from './tally.ts';

/** A day that is over. */
export interface Played {
  readonly occurrence: Occurrence;
  readonly round: RoundRow;
  readonly history: boolean;
  /** private messages that each person got on that day */
  readonly told: readonly number[];
  /** who was told that their answer is in */
  readonly accepted: ReadonlySet<string>;
}

/** A post that comes more than this after its time is late (ms). */
const lateMs = 60_000;

/** Throws whatever a day has doubled, lost or left undone. */
export async function checkDay(arena: Arena, played: Played, tally: Tally): Promise<void> {
  const { chat } = arena;
  const { occurrence, round, history, accepted } = played;
  const [told = 0, ...others] = played.told;
  checkOnce(arena, round, tally);
  const [post] = chat.posted(round.id);
  if (occurrence.state === 'posted') {
    if (!post || post.message !== round.message) lost(tally, 'the post that was recorded is not in the channel');
    const lateness = post.at - occurrence.plannedAt;
    tally.latestMs = Math.max(tally.latestMs, lateness);
    if (lateness > lateMs) tally.late += 1;
    if (round.state !== 'revealed') throw new Error(`its round is ${round.state}`);
    const shown = chat.shown(post.message);
    if (!shown.includes(`why.${round.id}`) || shown.includes(`mine.${round.id}`))
      throw new Error('the channel shows no reveal');
  } else {
    if (occurrence.state !== 'unknown' || history)
      lost(tally, `the occurrence is ${occurrence.state} (${occurrence.reason})`);
    tally.unknown += 1;
    const [row] = await arena.sql`select untold from occurrences where id = ${occurrence.id}`;
    const toTell = row?.untold === true ? 1 : 0;
    if (told + toTell !== 1) throw new Error(`the outcome is unknown, told ${told} times, to be told ${toTell} times`);
    if (round.state !== 'withdrawn')
      throw new Error(`nobody knows whether it was posted, and its round is ${round.state}`);
  }
  if (others.some((messages) => messages > 1)) throw new Error(`reminded more than once: ${others}`);
  await checkAnswers(arena, round, accepted, tally);
  await checkRecaps(arena, round, history, tally);
  await checkDays(arena);
}

/** At most one message for the round, whatever has happened since. */
export function checkOnce({ chat }: Arena, round: Pick<Round, 'id'>, tally: Tally): void {
  const messages = chat.posted(round.id).length;
  if (messages < 2) return;
  tally.doubled += 1;
  throw new Error(`posted ${messages} times`);
}

/** Every answer that somebody was told is in is there, credited, and in the standings. */
async function checkAnswers({ sql }: Arena, round: Round, accepted: ReadonlySet<string>, tally: Tally): Promise<void> {
  const rows = await sql<{ person: string; credited: boolean }[]>`
    select p.external_id as person, a.credited_at is not null as credited
    from answers a join players p on p.id = a.player_id where a.round_id = ${round.id}`;
  const stored = new Set(rows.map((row) => row.person));
  const missing = [...accepted].filter((person) => !stored.has(person));
  if (missing.length > 0) lost(tally, `answers that were told to be in are not there: ${missing}`);
  if (rows.some((row) => !row.credited)) throw new Error('an answer was not credited after the close');
  tally.answers += rows.length;
  const wrong = await naiveSums(sql);
  if (wrong.length > 0) throw new Error(`standings differ from their answers: ${wrong.join('; ')}`);
}

/** The recap of each week and month that is over stands in the channel once. */
async function checkRecaps({ sql, chat }: Arena, last: Round, history: boolean, tally: Tally): Promise<void> {
  const recaps = await sql<{ id: string; state: string; over: boolean; today: boolean }[]>`
    with ending as (
      select *, (start + (case period when 'week' then '7 days' else '1 month' end)::interval)::date as behind from recaps
    )
    select c.id, c.state, c.behind - 1 = ${last.localDate} as today, not exists (
      select 1 from schedules s where s.channel_id = c.channel_id and s.next_date < c.behind) as over
    from ending c where c.state <> 'missed'`;
  for (const { id, state, over, today } of recaps) {
    const posts = chat.posted(id).length;
    if (posts > 1) tally.doubled += 1;
    if (posts > 1) throw new Error(`a recap was posted ${posts} times`);
    if (state === 'posted' && posts === 0) lost(tally, 'a recap that was recorded is not in the channel');
    if (over && !['posted', 'unknown'].includes(state)) lost(tally, `a recap is still ${state}`);
    if (state === 'unknown' && today && history) lost(tally, 'nobody looked for a recap that may have been posted');
  }
}

/** Only days with a question have a number, and streaks are what the log says. */
async function checkDays({ sql, store }: Arena): Promise<void> {
  const empty = await sql`
    select local_date from challenge_days d where not excused and not exists (
      select 1 from rounds r where r.channel_id = d.channel_id and r.challenge_day = d.number and r.state <> 'withdrawn')`;
  if (empty.length > 0) throw new Error(`a day without a question has a number: ${empty[0]?.local_date}`);
  const [wrong] = await wrongStreaks(store);
  if (wrong) throw new Error(`a streak differs from its log: ${JSON.stringify(wrong)}`);
}

function lost(tally: Tally, why: string): never {
  tally.lost += 1;
  throw new Error(`lost: ${why}`);
}
