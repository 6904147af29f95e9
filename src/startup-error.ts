/**
 * A start that cannot go on, told to whoever typed `npm start`.
 *
 * `message` is one short paragraph: it names the variable or folder, says what is wrong and gives the way out. It is
 * printed as it stands, so it holds no secrets and no stack trace; `cause` keeps what the system said for a debugger.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** What a fault of our own put an end to, as whoever started it reads it. */
const ourFault = {
  start: "Prep could not start, and the fault is Prep's own.",
  run: "Prep has ended, and the fault is Prep's own. What was saved is safe: start it again.",
  command: "That did not work, and the fault is Prep's own.",
} as const;

/**
 * What to print for an error that ended a start, a running Prep or a command: a {@link StartupError}'s paragraph alone,
 * anything else with its stack, because that is our own fault and a report needs it. A disk that fills up is nobody's
 * fault, whatever was being written: it is told as a paragraph, too.
 */
export function failureText(error: unknown, during: keyof typeof ourFault): string {
  if (error instanceof StartupError) return error.message;
  if (isDiskFull(error)) {
    return (
      "The disk that holds Prep's database is full: .data/ here, or the disk of the server that DATABASE_URL names. " +
      'Free about 200 MB there and start again.'
    );
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${ourFault[during]} Please report what follows.\n${detail}`;
}

/** Whether an error, or what caused it, is the file system's ENOSPC or Postgres's disk_full (53100). */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === '53100' || isDiskFull(error.cause);
}
