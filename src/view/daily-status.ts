import type { PlatformName } from '../platform.ts';
import type { DailyLogLine } from '../store/daily-log.ts';
import type { Schedule } from '../store/schedules.ts';
import { inTheirZone } from './daily-state.ts';
import { bold, type Inline, inlines, instant, type Message, message, type Part, paragraph } from './message.ts';
import { lateWords } from './round.ts';
import { type WhyMissed, whyMissedInWords } from './trouble.ts';

/** What `/prep daily status` is told. */
export interface DailyStatus {
  /** the channel's, by their numbers */
  readonly schedules: readonly Schedule[];
  /** newest first */
  readonly recent: readonly DailyLogLine[];
  /** why nothing can be posted at the moment */
  readonly blocked: WhyMissed | undefined;
  readonly platform: PlatformName;
  /** IANA zone of who asked, if it is known */
  readonly readerZone: string | undefined;
}

/** `/prep daily status`: when the next one comes, and what became of the last ones. */
export function dailyStatus({ schedules, recent, blocked, platform, readerZone }: DailyStatus): Message {
  const several = schedules.length > 1;
  return message(
    ...schedules.map((schedule) => paragraph(several && `${schedule.number}. `, ...nextWords(schedule, readerZone))),
    blocked && paragraph(`Nothing could be posted the last time: ${whyMissedInWords(blocked, platform)}.`),
    paragraph(bold(recent.length === 0 ? 'Nothing was due here yet.' : 'The last ones, as planned and as they came:')),
    recent.length > 0 && {
      kind: 'lines',
      lines: recent.map((line) => logLine(line, several, platform)),
    },
  );
}

function nextWords(schedule: Schedule, readerZone: string | undefined): Part[] {
  const { enabled, next } = schedule;
  if (!enabled || !next) return ['It is off.'];
  return ['The next one: ', instant(next.at), inTheirZone(schedule, readerZone)];
}

function logLine(line: DailyLogLine, several: boolean, platform: PlatformName): Inline[] {
  return inlines(several && `${line.number}. `, instant(line.plannedAt), ': ', ...outcome(line, platform));
}

function outcome(line: DailyLogLine, platform: PlatformName): Part[] {
  const { state, late, postedAt, plannedAt } = line;
  const why = whyMissedInWords((line.reason ?? 'lost track') as WhyMissed, platform);
  switch (state) {
    case 'posted':
      return [
        late ? 'made up at ' : 'posted at ',
        instant(postedAt ?? plannedAt, 'time'),
        '.',
        ...(late
          ? [
              ` ${lateWords({ ...late, platform })} from `,
              instant(late.from, 'time'),
              ' to ',
              instant(late.to, 'time'),
              '.',
            ]
          : []),
        line.deleted && ' It was deleted in the channel and counts for nobody.',
      ];
    case 'missed':
      return [`not posted: ${why}.`];
    case 'unknown':
      return [`not known whether it was posted: ${why}.`];
    case 'planned':
      return [`not posted yet: ${why}. It is tried again at `, instant(line.notBefore ?? plannedAt, 'time'), '.'];
    case 'claimed':
      return ['being posted.'];
  }
}
