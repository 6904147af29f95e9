import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A process of the running test. */
export interface Child {
  readonly pid: number;
  /** What it has written so far, standard output and error together. */
  output(): string;
  /** Waits until it has written `text`; throws with its output if it ends first or takes over `patienceMs`. */
  says(text: string | RegExp, patienceMs?: number): Promise<void>;
  /** Waits for its end. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a program in a process group of its own, which is killed outright when the test is over. */
export function startChild(
  command: string,
  flags: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
): Child {
  const child = spawn(command, flags, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const end = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} can't be run`);
  onTestFinished(() => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group is gone already.
    }
  });
  return {
    pid,
    output: () => output,
    says: async (text, patienceMs = 60_000) => {
      for (let waited = 0; output.search(text) < 0; waited += 20) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended, having said: ${output}`);
        if (waited > patienceMs) throw new Error(`It has not said ${text}, but: ${output}`);
        await sleep(20);
      }
    },
    ended: () => end,
    kill: (signal) => process.kill(pid, signal),
  };
}
