import { nanoid } from 'nanoid';
import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import { channelRef } from '../quiz/ask.ts';
import { localDateOf } from '../schedule/local-time.ts';
import {
  dateInWords,
  datesInWords,
  type PeriodKind,
  periodOf,
  periodRange,
  previousPeriod,
  zoneOfPeriods,
} from '../standings/periods.ts';
import { currentStreaks } from '../standings/recount.ts';
import type { StandingRow } from '../store/standings.ts';
import { type Board, leaderboard } from '../view/board.ts';
import type { Message } from '../view/message.ts';
import { ofChannels, postRefused, say } from '../view/refusals.ts';
import type { Command } from './command.ts';
import { choiceOption } from './options.ts';

const shownPlaces = 10;

/** `/prep leaderboard`: who leads, to the asker alone unless `public`. */
export function leaderboardCommand(): Command {
  return {
    name: 'leaderboard',
    about: 'See who leads in this channel',
    usage: 'leaderboard [week | month | all] [public]',
    options: [
      choiceOption(
        'period',
        'Over which time; this week if left out',
        [
          { value: 'week', label: 'This week' },
          { value: 'month', label: 'This month' },
          { value: 'all', label: 'All time' },
        ],
        { weekly: 'week', monthly: 'month', 'all-time': 'all', alltime: 'all' },
      ),
      choiceOption('show', 'To you alone if left out', [{ value: 'public', label: 'To the whole channel' }]),
    ],
    async run(parts, who, options) {
      if (who.asking.channel.kind === 'direct') return ofChannels('The leaderboard belongs to a channel');
      const period = (options.period ?? 'week') as PeriodKind;
      const shownToAll = options.show === 'public';
      const board = await boardMessage(parts, who, period, undefined, { own: !shownToAll });
      if (!shownToAll) return say(board);
      try {
        await parts.platform(who.workspace.platform).post(channelRef(who), board, nanoid());
        return { kind: 'done' };
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        return say(postRefused(error.code, parts.platform(who.workspace.platform).can));
      }
    },
  };
}

/** The board of a period that starts on `start`, or of the present one. */
export async function showBoard(parts: Parts, who: Who, period: string, start: string | undefined): Promise<Reply> {
  const kind: PeriodKind = period === 'month' || period === 'all' ? period : 'week';
  const valid = start !== undefined && /^\d{4}-\d\d-\d\d$/.test(start) && !Number.isNaN(Date.parse(start));
  return say(await boardMessage(parts, who, kind, valid ? periodOf(start, kind) : undefined, { own: true }));
}

async function boardMessage(
  parts: Parts,
  who: Who,
  period: PeriodKind,
  wanted: string | undefined,
  options: { own: boolean },
): Promise<Message> {
  const { channel, player } = who;
  const today = localDateOf(who.at, zoneOfPeriods(who.channel));
  const present = periodOf(today, period);
  const start = wanted ?? present;
  const [rows, own, open] = await Promise.all([
    parts.store.standings.leaderboard(channel.id, period, start, shownPlaces),
    options.own ? parts.store.standings.standing(channel.id, period, start, player.id) : undefined,
    parts.store.rounds.openRounds(channel.id),
  ]);
  const shown = [...rows.map((row) => row.player), ...(own ? [own.player] : [])];
  const streaks = await currentStreaks(parts.store, channel.id, shown);
  const line = (row: StandingRow) => ({ ...row, streakNow: streaks.get(row.player) ?? 0 });
  const counting = open.filter((round) => round.counts && start === present);
  const board: Board = {
    channelName: channel.name,
    period,
    start,
    past: start < present,
    title: titleOf(period, start, today),
    dates: period === 'all' ? undefined : datesInWords(periodRange(period, start), today),
    lines: rows.map(line),
    own: own && !rows.some((row) => row.player === own.player) ? line(own) : undefined,
    open: counting,
    before: previousPeriod(period, start),
  };
  return leaderboard(board);
}

function titleOf(period: PeriodKind, start: string, today: string): string {
  if (period === 'all') return 'All time';
  if (start === periodOf(today, period)) return period === 'week' ? 'This week' : 'This month';
  if (start === previousPeriod(period, periodOf(today, period))) return period === 'week' ? 'Last week' : 'Last month';
  return period === 'week' ? `The week of ${dateInWords(start, today)}` : 'The month';
}
