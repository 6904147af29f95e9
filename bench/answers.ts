import postgres from 'postgres';
import { actionId } from '../src/actions.ts';
import type { Round } from '../src/store/rounds.ts';
import { inTurn, line, median, ratio, report } from './measure.ts';
import { asking, type BenchStage, openStage } from './stage.ts';

const connections = 16;
const perTurn = 3_000;
const turns = 3;
const people = 2_000;

/**
 * Answers through the engine against the same statement sent by `postgres` alone, against a bare committed insert, and
 * against the same work as separate statements in a transaction; all on one server, in turn.
 */
export async function benchAnswers(): Promise<void> {
  const stage = await openStage({ connections });
  try {
    await measure(stage);
  } finally {
    await stage.close();
  }
}

async function measure(stage: BenchStage): Promise<void> {
  const players = await seatPlayers(stage);
  const rounds = await openRounds(stage, Math.ceil((perTurn * (turns + 1)) / people) * 3);
  const third = rounds.length / 3;
  const roundOf = (group: number, n: number) => rounds[group * third + Math.floor(n / people)] as Round;
  const captured = await captureStatement(stage, rounds);
  const sql = postgres(stage.url, { max: connections, onnotice: () => {} });
  await sql`create table bare (round text, player text, picked smallint[], at timestamptz)`;

  const results = await inTurn(
    [
      {
        name: 'engine',
        run: (n) =>
          stage.engine.handle(asking(`p${n % people}`), {
            kind: 'press',
            action: actionId('answer', roundOf(0, n).id, 0),
          }),
      },
      {
        name: 'the same statement alone',
        run: (n) =>
          sql.unsafe(captured.text, captured.values(roundOf(1, n), players[n % people] as string), { prepare: true }),
      },
      {
        name: 'bare insert',
        run: (n) =>
          sql`insert into bare values (${roundOf(0, n).id}, ${players[n % people] as string}, ${[0]}, ${new Date()})`,
      },
      { name: 'separate statements', run: (n) => separately(sql, roundOf(2, n), players[n % people] as string) },
    ],
    { times: turns, total: perTurn, concurrency: connections },
  );
  await sql.end();
  const [engine = [], alone = [], bare = [], separate = []] = results;
  line(
    `Answers per second, ${connections} connections, medians of ${turns}: engine ${median(engine).toFixed(0)}, statement alone ${median(alone).toFixed(0)}, bare insert ${median(bare).toFixed(0)}, separate ${median(separate).toFixed(0)}`,
  );
  report('answers through the engine / the same statement alone', ratio(engine, alone), { atLeast: 0.75 });
  report('answers through the engine / a bare committed insert', ratio(engine, bare));
  report('answers through the engine / the same work as separate statements', ratio(engine, separate), {
    atLeast: 1.8,
  });
}

async function seatPlayers(stage: BenchStage): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < people; n += 1) {
    await stage.engine.handle(asking(`p${n}`), { kind: 'line', line: 'help' });
  }
  const rows = await stage.database.sql<
    { id: string }[]
  >`select id from players order by length(external_id), external_id`;
  ids.push(...rows.map((row) => row.id));
  return ids;
}

/** Asks in as many channels as there are rounds to fill. */
async function openRounds(stage: BenchStage, count: number): Promise<Round[]> {
  for (let n = 0; n < count; n += 1)
    await stage.engine.handle(asking('p0', `c${n}`), { kind: 'line', line: 'question one repeat' });
  const rows = await stage.database.sql<
    { id: string }[]
  >`select id from rounds where state = 'open' order by opened_at`;
  const rounds = await Promise.all(rows.map((row) => stage.store.rounds.roundById(row.id)));
  return rounds.filter((round) => round !== undefined);
}

/** Records the statement that the engine sends for an answer, and how its parameters depend on the round and the player. */
async function captureStatement(stage: BenchStage, rounds: readonly Round[]) {
  const spare = rounds.at(-1) as Round;
  let seen: { text: string; parameters: unknown[] } | undefined;
  const { options } = stage.database.sql;
  const before = options.debug;
  options.debug = (_connection, text, parameters) => {
    if (text.includes('insert into answers')) seen = { text, parameters: [...parameters] };
  };
  await stage.engine.handle(asking('witness'), { kind: 'line', line: 'help' });
  await stage.engine.handle(asking('witness'), { kind: 'press', action: actionId('answer', spare.id, 0) });
  options.debug = before;
  if (!seen) throw new Error('the answering statement was not seen');
  const { text, parameters } = seen;
  // One click, as JSON in the first parameter; this client makes the text itself.
  const [clicks, ...others] = parameters;
  const [click] = JSON.parse(String(clicks)) as [object];
  const values = (round: Round, player: string) =>
    [[{ ...click, round: round.id, channel: round.channel, player }], ...others] as never[];
  return { text, values };
}

/** What the engine does in one statement, as a textbook would: lock, insert, credit, commit. */
function separately(sql: postgres.Sql, round: Round, player: string): Promise<unknown> {
  return sql.begin(async (tx) => {
    const [open] =
      await tx`select id from rounds where id = ${round.id} and workspace_id = ${round.workspace} and state = 'open' for share`;
    if (!open) return;
    const [made] = await tx`
      insert into answers (round_id, player_id, workspace_id, picked, points, verdict, event_at, final, credited_at)
      values (${round.id}, ${player}, ${round.workspace}, ${[0]}, 0, 'wrong', now(), true, now()) on conflict do nothing returning player_id`;
    if (!made) return;
    for (const [period, start] of [
      ['week', round.weekStart],
      ['month', round.monthStart],
      ['all', '1970-01-01'],
    ] as const) {
      await tx`
        insert into standings as s (channel_id, period, start, player_id, workspace_id, points, answered, "right", half)
        values (${round.channel}, ${period}, ${start}, ${player}, ${round.workspace}, 0, 1, 0, 0)
        on conflict (channel_id, period, start, player_id) do update set answered = s.answered + 1`;
    }
  });
}
