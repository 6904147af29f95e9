/** The present, in epoch milliseconds. An argument everywhere, so that the playground can show tomorrow and tests can name a moment. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();
