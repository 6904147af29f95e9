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

/** What happens on one day of an arena. */
export interface DayPlan {
  readonly post?: Fault;
  readonly takeover?: Fault;
  readonly close?: Fault;
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
 * The days of one arena: each fail point at least once in dispatch and twice in settle, and each other fault that its queue
 * and workers allow, in the order of `random`: first those in which somebody dies twice, which are at every point.
 */
export function planDays({ queue, workers }: ArenaPlan, random: () => number): DayPlan[] {
  const chance = () => random() < 0.5;
  const any = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const posts: { post: Fault; takeover?: FailPoint }[] = [
    ...posting.map((at) => ({ post: { kind: 'killed', at } as const })),
    ...posting.map((at) => ({
      post: { kind: 'killed', at } as const,
      takeover: takingOver[at] ?? 'taken over, nothing done',
    })),
    { post: { kind: 'answer dropped' } },
    { post: { kind: 'answer dropped' } },
    { post: { kind: 'Postgres restarted', at: any(caughtPosting), early: chance() } },
    ...(queue === 'redis' ? [{ post: { kind: 'Redis flushed' } as const }] : []),
    ...(workers > 1 ? frozenPosting.map((at) => ({ post: { kind: 'frozen', at } as const })) : []),
  ];
  const closes: Fault[] = [
    ...[...closing, ...closing].map((at): Fault => ({ kind: 'killed', at })),
    ...(queue === 'redis' ? [{ kind: 'Redis flushed' } as const] : []),
    ...(workers > 1 ? [{ kind: 'frozen', at: any(closing) } as const] : []),
  ];
  const closeOn = shuffled(closes, random);
  const doubled = posts.filter(({ takeover }) => takeover);
  const others = posts.filter(({ takeover }) => !takeover);
  return [...shuffled(doubled, random), ...shuffled(others, random)].map(({ post, takeover }, index): DayPlan => {
    const close = closeOn[index];
    return {
      post,
      ...(takeover ? { takeover: { kind: 'killed', at: takeover } } : {}),
      ...(close ? { close } : {}),
      history: takeover === 'found, not recorded' || (takeover !== 'ended, not told' && chance()),
      clicksFirst: takeover === undefined && chance(),
      sweptBefore: chance(),
    };
  });
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
