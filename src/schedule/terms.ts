/** What a schedule says, apart from its state. */
export interface ScheduleTerms {
  /** "09:00" */
  readonly localTime: string;
  /** IANA zone */
  readonly zone: string;
  /** ISO weekdays, 1 Monday to 7 Sunday */
  readonly weekdays: readonly number[];
  /** taxonomy paths; empty means everything */
  readonly topics: readonly string[];
  /** "next", "17:00" or "6h" */
  readonly closes: string;
  /** the first local date that may have an occurrence again; undefined if it is not paused */
  readonly pausedUntil?: string | undefined;
  /** local dates without an occurrence, ascending */
  readonly skipDates?: readonly string[] | undefined;
  /** whose public holidays have no occurrence: "DE", or with a region "DE-BY" */
  readonly holidays?: string | undefined;
}
