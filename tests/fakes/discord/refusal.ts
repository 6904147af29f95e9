/** Where in a body something is wrong, and what. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** An answer that isn't a success, as Discord words it (contract, section 8). */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A refusal with Discord's JSON code. */
export function refuse(status: number, code: number, message: string): never {
  throw new Refusal(status, { message, code });
}

/** Section 8: 50035, with a tree of nested keys down to `_errors`. Nothing is thrown when nothing is wrong. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const errors: Record<string, unknown> = {};
  for (const { path, code, message } of faults) {
    let node = errors;
    for (const key of path) {
      node[String(key)] ??= {};
      node = node[String(key)] as Record<string, unknown>;
    }
    node._errors ??= [];
    (node._errors as unknown[]).push({ code, message });
  }
  throw new Refusal(400, { message: 'Invalid Form Body', code: 50035, errors });
}

/** A wrong thing at a place. */
export function fault(path: readonly PropertyKey[], code: string, message: string): Fault {
  return { path, code, message };
}
