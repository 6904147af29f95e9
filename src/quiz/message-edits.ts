import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { PlatformError } from '../platform.ts';
import type { Round } from '../store/rounds.ts';
import { createUnderWay } from '../under-way.ts';

/** How long one edit of a message may take before another may begin (ms). */
export const editLeaseMs = 15_000;
/** Edits of state lines in one workspace within a minute. */
const perWorkspaceAndMinute = 30;
const minute = 60_000;

/**
 * Keeps the state line ("7 have answered") of open rounds' messages up to date at a bearable pace, and out of the reveal's
 * way. Losing an edit loses nothing: the next answer, or the reveal, shows the row as it then is.
 */
export interface MessageEdits {
  /** An answer came in: an edit follows within the pace. */
  answered(round: Round): void;
  /** Stops planning edits and waits for those under way. */
  close(): Promise<void>;
}

/** The least time between two edits of one message (ms): 3 s in the first minute, 30 s in the first hour, then ten minutes. */
export function editPace(ageMs: number): number {
  if (ageMs < minute) return 3_000;
  return ageMs < 60 * minute ? 30_000 : 10 * minute;
}

/** `busy`: another process is editing or has just done so; `over`: the round is closed and its message belongs to the reveal. */
export type EditOutcome = 'edited' | 'busy' | 'over';

/** `edit` renders the row as it is and sends it, unless the last edit is less than `pace` ms ago. */
export function createMessageEdits(
  clock: Clock,
  log: Logger,
  edit: (round: Round, pace: number) => Promise<EditOutcome>,
): MessageEdits {
  const planned = new Map<string, NodeJS.Timeout>();
  const lastEdit = new Map<string, number>();
  const spent = new Map<string, number[]>();
  const underWay = createUnderWay();
  let closed = false;

  function plan(round: Round, atLeast = 0): void {
    if (closed || planned.has(round.id)) return;
    const now = clock();
    const pace = editPace(now - round.openedAt);
    const due = Math.max(atLeast, (lastEdit.get(round.id) ?? 0) + pace - now, budgetWait(round.workspace, now));
    const timer = setTimeout(
      () => {
        planned.delete(round.id);
        // Others that were planned at the same moment may have spent the workspace's minute since.
        if (budgetWait(round.workspace, clock()) > 0) return plan(round);
        void underWay.run(() => run(round, pace));
      },
      Math.min(due, 10 * minute) + firstPause,
    );
    timer.unref();
    planned.set(round.id, timer);
  }

  async function run(round: Round, pace: number): Promise<void> {
    const now = clock();
    lastEdit.set(round.id, now);
    spent.set(round.workspace, [...recent(round.workspace, now), now]);
    if (lastEdit.size > 10_000) forgetOld(now);
    try {
      if ((await edit(round, pace)) === 'busy') plan(round);
    } catch (error) {
      log.warn({ err: error, round: round.id }, 'the state line could not be edited');
      if (!(error instanceof PlatformError)) return plan(round);
      if (!error.permanent) plan(round, error.retryAfterMs);
    }
  }

  const recent = (workspace: string, now: number) => (spent.get(workspace) ?? []).filter((at) => at > now - minute);

  function budgetWait(workspace: string, now: number): number {
    const times = recent(workspace, now);
    const oldest = times[times.length - perWorkspaceAndMinute];
    return oldest === undefined ? 0 : oldest + minute - now;
  }

  function forgetOld(now: number): void {
    for (const [round, at] of lastEdit) if (at < now - 10 * minute) lastEdit.delete(round);
    for (const workspace of spent.keys()) if (recent(workspace, now).length === 0) spent.delete(workspace);
  }

  return {
    answered: (round) => plan(round),
    async close() {
      closed = true;
      for (const timer of planned.values()) clearTimeout(timer);
      planned.clear();
      await underWay.settle();
    },
  };
}

/** Gathers the clicks of one moment into one edit (ms). */
const firstPause = 150;
