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
}
