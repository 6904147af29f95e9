/** Characters of an action's id: Discord's limit for a custom_id, the least of the platforms'. */
export const longestAction = 100;

/**
 * The opaque ids of buttons and forms: a verb and its arguments, joined by full stops. They name rounds and letters, never
 * the right answer, and fit {@link longestAction}.
 */
export const verbs = [
  'answer', // round, place of the letter
  'choose', // round
  'mine', // round
  'lock', // round
  'why', // round
  'try', // round
  'try-pick', // round, place of the letter
  'close', // round
  'report', // round
  'aside', // round
  'unaside', // round
  'undo-daily', // schedule, moment of the change
  'extra', // schedule
  'remind', // channel, choice
  'keep-going', // schedule, key of its message
  'run', // a whole line, as typed after /prep
  'daily', // opens the daily form
  'settings', // opens the settings form
  'counted', // how points are counted
  'chosen', // how questions are chosen
  'board', // period, start date, recap that it stands below
  'suggest', // opens the form of a suggestion, and is that form
  'suggestions', // how many of the queue to pass over
  'approve', // suggestion
  'amend', // suggestion: opens its form, and is that form
  'refuse', // suggestion: opens the form of the reason, and is that form
  'withdraw', // suggestion
  'mute', // suggestion, whose author is muted
  'unmute', // player
] as const;

export type Verb = (typeof verbs)[number];

export interface Action {
  readonly verb: Verb;
  readonly args: readonly string[];
}

/** Makes the id of a button or a form. */
export function actionId(verb: Verb, ...args: readonly (string | number)[]): string {
  return [verb, ...args].join('.');
}

/** Reads an id; undefined if it was never one of ours. Only the last argument of `run` may hold full stops. */
export function parseAction(id: string): Action | undefined {
  const [verb, ...args] = id.split('.');
  const known = verbs.find((candidate) => candidate === verb);
  if (!known) return undefined;
  return { verb: known, args: known === 'run' ? [args.join('.')] : args };
}
