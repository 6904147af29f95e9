/**
 * The places in the life of a daily challenge where a process that dies leaves something half done. Each name says what is
 * done and what is not; `npm run test:faults` kills processes at every one of them.
 */
export const failPoints = [
  'claimed, next wake-up not planned',
  'opened, not sent',
  'sent, not recorded',
  'recorded, close not planned',
  'taken over, nothing done',
  'found, not recorded',
  'ended, not told',
  'closed, not credited',
  'credited, not edited',
  'edited, not marked as revealed',
  'withdrawn, not recounted',
  'recap claimed, not sent',
  'recap sent, not recorded',
  'reminder marked, not sent',
] as const;

export type FailPoint = (typeof failPoints)[number];

/** Told of each fail point as it is reached, and waited for. Only the fault suite's processes do anything then. */
export type Reached = (point: FailPoint) => Promise<void> | undefined;

/** What a process that nobody means to kill does at a fail point. */
export const reachedNothing: Reached = () => undefined;
