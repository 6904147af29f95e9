import { failPoints } from '../../src/fail-points.ts';

/** What a run of the suite has come to so far. */
export interface Tally {
  expected: number;
  doubled: number;
  lost: number;
  late: number;
  unknown: number;
  latestMs: number;
  answers: number;
  /** name of a fault → how often it was made */
  readonly faults: ReadonlyMap<string, number>;
  total(): number;
  count(fault: string): void;
}

export function newTally(): Tally {
  const faults = new Map<string, number>();
  return {
    expected: 0,
    doubled: 0,
    lost: 0,
    late: 0,
    unknown: 0,
    latestMs: 0,
    answers: 0,
    faults,
    total: () => [...faults.values()].reduce((sum, one) => sum + one, 0),
    count: (fault) => void faults.set(fault, (faults.get(fault) ?? 0) + 1),
  };
}

/** A whole run in lines for people, the last of which is for scripts, too. */
export function told(tallies: readonly Tally[], seed: number): string[] {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const names = [...new Set(tallies.flatMap((tally) => [...tally.faults.keys()]))].sort();
  const width = Math.max(...names.map((name) => name.length));
  const latestMs = Math.max(...tallies.map((tally) => tally.latestMs));
  const [doubled, lost] = [sum((tally) => tally.doubled), sum((tally) => tally.lost)];
  const [late, unknown] = [sum((tally) => tally.late), sum((tally) => tally.unknown)];
  return [
    ...names.map((name) => `  ${name.padEnd(width)}  ${sum((tally) => tally.faults.get(name) ?? 0)}`),
    `${sum((tally) => tally.expected)} posts expected, the latest ${Math.round(latestMs / 1000)} s after its time.`,
    `${sum((tally) => tally.answers)} answers, every one credited once. Seed ${seed}.`,
    `${sum((tally) => tally.total())} faults: ${doubled} doubled, ${lost} lost, ${late} late, ${unknown} unknown`,
  ];
}

/** Fail points at which a long run has killed fewer than five times: the plan has lost them. */
export function neglected(tallies: readonly Tally[]): string[] {
  const times = (name: string) => tallies.reduce((sum, { faults }) => sum + (faults.get(name) ?? 0), 0);
  return [...failPoints, 'sent, not answered'].filter((name) => times(name) < 5);
}
