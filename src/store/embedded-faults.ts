import { StartupError } from '../startup-error.ts';

/**
 * Turns a failure of the embedded Postgres or of its folder into a paragraph for the terminal.
 *
 * @param doing what was being done, as the beginning of a sentence
 * @param said what the programs wrote, whose last lines are quoted where we don't know the cause
 */
export function embeddedFault(doing: string, folder: string, cause: unknown, said = ''): StartupError {
  if (cause instanceof StartupError) return cause;
  const text = `${cause instanceof Error ? cause.message : String(cause)}\n${said}`;
  if (/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i.test(text)) {
    return new StartupError(
      `The disk that holds ${folder} is full, so Prep's Postgres can't work there. ` +
        'Free about 200 MB and start again, or set DATABASE_URL to a Postgres elsewhere. What was stored is untouched.',
      { cause },
    );
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only file system/i.test(text)) {
    return new StartupError(
      `Prep may not write to ${folder}, where it keeps its Postgres. Make the folder belong to the user who starts ` +
        'Prep (an earlier start as another user leaves it to that one), or set DATABASE_URL.',
      { cause },
    );
  }
  return new StartupError(`${doing} in ${folder} failed: ${lastLines(said) || lastLines(text)}`, { cause });
}

/** What to say when the embedded Postgres ended while Prep was running; `how` as in "killed by SIGKILL". */
export function embeddedDeath(log: string, how: string): StartupError {
  return new StartupError(
    `Prep's Postgres has ended (${how}), and Prep ends with it. What was stored is safe: start Prep again. ` +
      `If it happens again, ${log} says why.`,
  );
}

/** The last few lines of a log, on one line each joined by "; ", for quoting inside a paragraph. */
function lastLines(log: string): string {
  const lines = log.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(-6)
    .join('; ');
}
