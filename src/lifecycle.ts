import { setTimeout as sleep } from 'node:timers/promises';
import { failureText } from './startup-error.ts';

/** Thrown through a start that was told to end; {@link runProcess} takes it as the end it is, not as a failure. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
}

/** What a start is handed. */
export interface Lifecycle {
  /** Aborted, with a {@link Stopping}, as soon as the process is told to end; for what can be broken off half-way. */
  readonly signal: AbortSignal;
  /**
   * Says how to close what has just been opened. Closers run once, the last first. If the process has been told to end
   * meanwhile, the closer is kept and {@link Stopping} is thrown: the start goes no further.
   */
  onClose(name: string, close: () => Promise<void> | void): void;
  /** Ends the process in order, as SIGTERM would, but with exit code 1 after printing `reason`. */
  fail(reason: unknown): void;
}

/** The parts of a process that {@link runProcess} touches; a test hands its own. */
export interface Surroundings {
  onSignal(listener: () => void): void;
  /** An error that nobody caught. */
  onUncaught(listener: (error: unknown) => void): void;
  print(line: string): void;
  exit(code: number): void;
  /** Everything has to be closed by then, in milliseconds after the first signal. */
  readonly limitMs: number;
}

/** How long an error that nobody caught waits for its cause to be told instead. */
const uncaughtAfterMs = 250;

const endSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

const thisProcess: Surroundings = {
  onSignal: (listener) => {
    for (const name of endSignals) process.on(name, listener);
  },
  onUncaught: (listener) => void process.on('uncaughtException', listener),
  print: (line) => process.stderr.write(`${line}\n`),
  exit: (code) => process.exit(code),
  // Containers are killed 10 s after SIGTERM; what is left is for the process itself to end.
  limitMs: 9_500,
};

/**
 * Runs `start` and then lives until SIGTERM, SIGINT (Ctrl-C) or SIGHUP, when everything registered is closed in reverse
 * order and the process exits with 0. A start under way is broken off through its signal and waited for, so what it had
 * opened is closed too. An error that nobody caught ends the process like {@link Lifecycle.fail}, and is not told if it is
 * ending already. Later signals change nothing: npm and a terminal often send two. After the limit the process
 * exits with 1 and names what was still closing. A start that throws is told (one paragraph for a StartupError), what it
 * had opened is closed, and the exit code is 1.
 *
 * @returns once everything is closed, which only a test with its own surroundings sees
 */
export async function runProcess(
  start: (life: Lifecycle) => Promise<void>,
  surroundings: Surroundings = thisProcess,
): Promise<void> {
  const { print, exit, limitMs } = surroundings;
  const closers: { name: string; close: () => Promise<void> | void }[] = [];
  const stopping = new AbortController();
  let code = 0;
  let during: 'start' | 'run' = 'start';
  let closing = 'the start';
  let wake: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const stop = (exitCode: number) => {
    if (stopping.signal.aborted) return;
    code = exitCode;
    stopping.abort(new Stopping('Prep was told to end.'));
    wake();
  };
  const fail = (reason: unknown) => {
    if (reason instanceof Stopping) return;
    print(failureText(reason, during));
    code = 1;
    stop(1);
  };
  surroundings.onSignal(() => stop(0));
  // What breaks in a driver when a database dies comes before, or after, whoever watches the database has said so.
  surroundings.onUncaught((error) => {
    setTimeout(() => {
      if (!stopping.signal.aborted) fail(error);
    }, uncaughtAfterMs);
  });
  const life: Lifecycle = {
    signal: stopping.signal,
    onClose: (name, close) => {
      closers.push({ name, close });
      stopping.signal.throwIfAborted();
    },
    fail,
  };

  const started = start(life)
    .then(() => {
      during = 'run';
    })
    .catch(fail);
  await Promise.race([started.then(() => told), told]);

  const patience = new AbortController();
  const limit = sleep(limitMs, 'late' as const, { signal: patience.signal }).catch(() => 'stopped waiting' as const);
  const closeAll = async () => {
    await started;
    for (const { name, close } of closers.reverse()) {
      closing = name;
      try {
        await close();
      } catch (error) {
        print(`Closing ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
        code = 1;
      }
    }
    return 'closed' as const;
  };
  const outcome = await Promise.race([closeAll(), limit]);
  patience.abort();
  if (outcome === 'late') print(`Prep ends without waiting any longer for ${closing}.`);
  exit(outcome === 'late' ? 1 : code);
}
