import type { FailPoint } from '../../src/fail-points.ts';
import type { ArenaPlan } from './arena.ts';

/** Where a process can be caught: at a named point, or while it waits for an answer that never comes. */
export type Place = FailPoint | 'sent, not answered';

/** One thing that goes wrong. */
export type Fault =
  | { readonly kind: 'killed'; readonly at: Place }
  /** SIGSTOP until others have done the work and its lock is gone */
  | { readonly kind: 'frozen'; readonly at: FailPoint }
  /** Postgres is stopped while a worker is at that point; `early`: the worker goes on before it is back */
  | { readonly kind: 'Postgres restarted'; readonly at: FailPoint; readonly early: boolean }
  | { readonly kind: 'answer dropped' }
  | { readonly kind: 'Redis flushed' };

/** What happens on the days of one arena. */
export interface Days {
  readonly days: readonly DayPlan[];
  /** What goes wrong with closes, one after the other: a day whose close has a fault of its own takes none of them away. */
  readonly closes: Fault[];
}

export interface DayPlan {
  readonly post?: Fault;
  readonly takeover?: Fault;
  /** the bot may read what was posted */
  readonly history: boolean;
  /** people click on what was posted before anybody has found out that it was */
  readonly clicksFirst: boolean;
  /** a sweep comes a minute before the post is due, as it does every two minutes */
  readonly sweptBefore: boolean;
}

const posting: readonly Place[] = [
  'claimed, next wake-up not planned',
  'opened, not sent',
  'sent, not answered',
  'sent, not recorded',
  'recorded, close not planned',
];
const closing: readonly FailPoint[] = [
  'closed, not credited',
  'credited, not edited',
  'edited, not marked as revealed',
];
const caughtPosting: readonly FailPoint[] = [
  'claimed, next wake-up not planned',
  'opened, not sent',
  'sent, not recorded',
];
/** The worst place for standing still, and any other. */
const frozenPosting: readonly FailPoint[] = ['opened, not sent', 'sent, not recorded'];

/** What becomes of whoever takes over from a worker that was killed there, on the second of two such days. */
const takingOver: Readonly<Record<string, FailPoint>> = {
  'opened, not sent': 'ended, not told',
  'sent, not answered': 'found, not recorded',
  'sent, not recorded': 'ended, not told',
};

/**
 * The days of one arena, in the order of `random`: first those in which somebody dies twice, which are at every point of posting,
 * and one in which a reminder is cut off, then every other fault that its queue and workers allow, then one death a day. So with the closes: nothing is left out for long
 * where an arena ends early.
 */
export function planDays({ queue, workers }: ArenaPlan, random: () => number): Days {
  const chance = () => random() < 0.5;
  const any = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const killed = (at: Place): Fault => ({ kind: 'killed', at });
  const flushed: Fault[] = queue === 'redis' ? [{ kind: 'Redis flushed' }] : [];
  const frozen = (places: readonly FailPoint[]): Fault[] =>
    workers > 1 ? places.map((at) => ({ kind: 'frozen', at })) : [];

  const twice = posting.map(
    (at) => ({ post: killed(at), takeover: takingOver[at] ?? 'taken over, nothing done' }) as const,
  );
  // Nothing is left to be taken over then; it comes early because it comes once.
  const reminding = { post: killed('reminder marked, not sent'), takeover: undefined };
  const others: Fault[] = [
    { kind: 'answer dropped' },
    { kind: 'answer dropped' },
    { kind: 'Postgres restarted', at: any(caughtPosting), early: chance() },
    ...flushed,
    ...frozen(frozenPosting),
  ];
  const once = [...shuffled(others, random), ...shuffled(posting.map(killed), random)];
  const days = [
    ...shuffled([...twice, reminding], random).map(({ post, takeover }) => ({
      post,
      ...(takeover && { takeover: killed(takeover) }),
      history: takeover === 'found, not recorded' || (takeover !== 'ended, not told' && chance()),
      clicksFirst: false,
      sweptBefore: chance(),
    })),
    ...once.map((post) => ({ post, history: chance(), clicksFirst: chance(), sweptBefore: chance() })),
  ];
  const deaths = () => shuffled(closing.map(killed), random);
  return { days, closes: [...deaths(), ...shuffled([...flushed, ...frozen([any(closing)])], random), ...deaths()] };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => ({ one, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

/** The fault by the name under which it is counted. */
export function nameOf(fault: Fault): string {
  return fault.kind === 'killed' ? fault.at : fault.kind;
}
