import type { Occurrence } from '../../src/store/occurrences.ts';
import type { Round } from '../../src/store/rounds.ts';
import type { Schedule } from '../../src/store/schedules.ts';
import { openGame, type PlayedGame, tuesday } from '../setup/game.ts';
import { createTable, type Table, type TableChannel, type TablePerson } from '../setup/table.ts';

/** A channel with a daily challenge at 09:00 UTC on working days, set up on a Monday at 10:00; the first comes on Tuesday. */
export interface Daily extends PlayedGame {
  readonly table: Table;
  readonly ana: TablePerson;
  readonly ben: TablePerson;
  readonly channel: TableChannel;
  /** 09:00 of the Tuesday */
  readonly first: number;
  schedule(): Promise<Schedule>;
  occurrence(localDate: string): Promise<Occurrence | undefined>;
  /** Rounds that were ever made here, oldest first. */
  rounds(): Promise<readonly RoundLine[]>;
  /** The message of the last post, as text. */
  lastText(): string;
  /** The questions that stand in the channel. */
  questionsPosted(): number;
}

export interface RoundLine {
  readonly id: string;
  readonly kind: Round['kind'];
  readonly state: string;
  readonly local_date: string;
  readonly challenge_day: number | null;
  readonly message: string | null;
}

const monday = tuesday - 24 * 60 * 60_000;

export async function openDaily(
  line = 'daily at 09:00 UTC mon-fri',
  options: Parameters<typeof openGame>[0] = {},
): Promise<Daily> {
  const game = await openGame({ at: monday, ...options });
  const table = createTable(game);
  const ana = table.person('Ana', { manager: true });
  const channel = table.channel('backend');
  const reply = await table.type(ana, channel, line);
  if (reply.kind !== 'done') throw new Error(`not set up: ${JSON.stringify(reply)}`);
  const { sql } = game.database;
  const schedule = async () => {
    const [row] = await sql<{ id: string }[]>`select id from schedules`;
    const found = await game.store.schedules.schedule(row?.id ?? '');
    if (!found) throw new Error('there is no schedule');
    return found;
  };
  return {
    ...game,
    table,
    ana,
    ben: table.person('Ben'),
    channel,
    first: Date.UTC(2026, 10, 24, 9),
    schedule,
    occurrence: async (localDate) => game.store.occurrences.occurrenceOn((await schedule()).id, localDate),
    rounds: () =>
      sql<RoundLine[]>`select id, kind, state, local_date, challenge_day, message from rounds order by opened_at`,
    lastText: () =>
      table
        .see(ana, channel)
        .filter((shown) => !shown.private)
        .at(-1)?.text ?? '',
    questionsPosted: () => questions(table, ana, channel),
  };
}

function questions(table: Table, person: TablePerson, channel: TableChannel): number {
  return table
    .see(person, channel)
    .filter((shown) => !shown.private && shown.message.blocks.some((block) => block.kind === 'choices')).length;
}
