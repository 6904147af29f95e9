import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A program of this folder in a process of its own, for the load to come from another. */
export interface Program {
  /** The next line that it prints, which is JSON. */
  next<T>(): Promise<T>;
  /** What it answers to a line, as JSON. */
  ask<T>(line: string): Promise<T>;
  /** Ends its standard input, and waits until it has ended. */
  end(): Promise<void>;
}

/** Starts it as this process was started: with its flags, and built where this is built. */
export function startProgram(name: string, given: readonly string[]): Program {
  const file = path.join(import.meta.dirname, `${name}${path.extname(import.meta.filename)}`);
  const child = spawn(process.execPath, [...process.execArgv, file, ...given], {
    stdio: ['pipe', 'pipe', 'inherit'],
  }) as unknown as ChildProcessWithoutNullStreams;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`${name} ended before it said what was asked`);
    return JSON.parse(String(value)) as T;
  };
  return {
    next,
    ask(line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
