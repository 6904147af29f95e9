/** The playground's time and what waits for it; the engine gives it where nobody but the playground lives in that time. */
export interface World {
  /** epoch ms */
  now(): number;
  /** Sets the time (epoch ms), for good. */
  set(at: number): Promise<void>;
  /** The next moment at which anything is due (epoch ms), if anything is. */
  nextDue(): Promise<number | undefined>;
  /** Does whatever is due now. */
  sweep(): Promise<void>;
  /** Forgets the playground's workspace and all that happened in it. */
  startOver(): Promise<void>;
}
