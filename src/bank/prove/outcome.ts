/** What a proof computed: one boolean for every option, in the file's order. */
export interface Computed {
  result: boolean[];
  /** For example `PostgreSQL 18.4`, `Node.js 20.20`, `Python 3.11`. */
  runtime: string;
}

/** A proof that could not be run to an end, printed something else than one boolean for every option, or cannot come out another way. */
export class ProofError extends Error {
  /** What the program said, or the statement that failed. */
  readonly detail: string[];
  constructor(message: string, detail: string[] = []) {
    super(message);
    this.name = 'ProofError';
    this.detail = detail;
  }
}

/** Which options (from 0) a computed result contradicts; empty where the key is proven. */
export function contradictions(key: readonly boolean[], result: readonly boolean[]): number[] {
  const longer = Math.max(key.length, result.length);
  return Array.from({ length: longer }, (_, n) => n).filter((n) => key[n] !== result[n]);
}
