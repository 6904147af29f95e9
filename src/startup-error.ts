/**
 * A start that cannot go on, told to whoever typed `npm start`.
 *
 * `message` is one short paragraph: it names the variable or folder, says what is wrong and gives the way out. It is
 * printed as it stands, so it holds no secrets and no stack trace; `cause` keeps what the system said for a debugger.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/**
 * What to print for an error that ended the start: a {@link StartupError}'s paragraph alone, anything else with its
 * stack, because that is our own fault and a report needs it.
 */
export function startupFailureText(error: unknown): string {
  if (error instanceof StartupError) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Prep could not start, and the fault is Prep's own. Please report what follows.\n${detail}`;
}
