import { spawnSync } from 'node:child_process';
import type { ScriptProof } from '../proof.ts';
import { type Ended, runIsolated } from './isolate.ts';
import { literalResult, type Mutant, mutantsOf, subjectOf } from './mutants.ts';
import { type Computed, ProofError } from './outcome.ts';

const oldestPython = [3, 11] as const;
let pythonFound: { command: string; version: string } | undefined;

/** The interpreter: `PYTHON` if set, else python3. @throws {ProofError} where there is none, or one older than 3.11. */
function python(): { command: string; version: string } {
  if (pythonFound === undefined) {
    const command = process.env.PYTHON ?? 'python3';
    const asked = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' });
    const version = asked.status === 0 ? asked.stdout.trim() : 'none';
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major !== oldestPython[0] || minor < oldestPython[1]) {
      throw new ProofError(
        `needs Python 3.11 or newer, and ${command} is ${version}; set PYTHON to another interpreter`,
      );
    }
    pythonFound = { command, version };
  }
  return pythonFound;
}

/** What a script would run on here, as players read it. */
export function scriptRuntime(runs: ScriptProof['runs']): string {
  if (runs === 'python') return `Python ${python().version}`;
  return `Node.js ${process.versions.node.split('.').slice(0, 2).join('.')}`;
}

/**
 * Runs a script, then looks for a change to its subject that makes it print another array.
 * @throws {ProofError} where it fails, or where no change of the subject changes what it prints
 */
export async function proveScript(proof: ScriptProof, options: number): Promise<Computed> {
  const runtime = scriptRuntime(proof.runs);
  const subject = subjectOf(proof.script);
  if (subject.length === 0) {
    throw new ProofError(
      'no line is marked as the subject: put what the question is about between "subject: begin" and "subject: end"',
    );
  }
  const literal = literalResult(proof.script);
  if (literal !== undefined) throw new ProofError(`the printed array holds ${literal} itself: compute every entry`);
  const limitMs = (proof.seconds ?? 10) * 1000;
  const ended = await runScript(proof.runs, proof.script, limitMs);
  const result = resultOf(ended, options, limitMs);
  const same = JSON.stringify(result);
  const patienceMs = Math.min(limitMs, Math.max(2000, ended.ms * 4));
  for (const mutant of mutantsOf(proof)) {
    if (await printsAnother(proof, mutant, options, same, patienceMs)) return { result, runtime };
  }
  throw new ProofError(
    proof.control === undefined
      ? 'no change to its subject makes it print another array: it could be a constant. Let the printed entries depend on the subject, or give a `control`'
      : 'with its `control` in the place of the subject it fails or prints the same array: it could be a constant',
  );
}

async function printsAnother(
  proof: ScriptProof,
  mutant: Mutant,
  options: number,
  same: string,
  limitMs: number,
): Promise<boolean> {
  const ended = await runScript(proof.runs, mutant.script, limitMs);
  try {
    return JSON.stringify(resultOf(ended, options, limitMs)) !== same;
  } catch {
    // A crash shows that the script uses the subject, not that its result depends on it.
    return false;
  }
}

function runScript(runs: ScriptProof['runs'], script: string, timeoutMs: number): Promise<Ended> {
  return runs === 'node'
    ? runIsolated({
        command: process.execPath,
        args: ['--max-old-space-size=512', 'proof.mjs'],
        files: { 'proof.mjs': script },
        timeoutMs,
      })
    : runIsolated({ command: python().command, args: ['-B', 'proof.py'], files: { 'proof.py': script }, timeoutMs });
}

function resultOf(ended: Ended, options: number, limitMs: number): boolean[] {
  const tail = (text: string) => text.trimEnd().split('\n').slice(-8);
  if (ended.timedOut) throw new ProofError(`took more than ${limitMs / 1000} s`, tail(ended.stderr));
  if (ended.code !== 0)
    throw new ProofError(`ended with ${ended.code ?? 'a signal'}`, tail(ended.stderr || ended.stdout));
  const last = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  let printed: unknown;
  try {
    printed = JSON.parse(last);
  } catch {
    throw new ProofError('its last line is no JSON', tail(ended.stdout));
  }
  const isResult =
    Array.isArray(printed) && printed.length === options && printed.every((one) => typeof one === 'boolean');
  if (!isResult) throw new ProofError(`its last line has to be an array of ${options} booleans`, [last]);
  return printed as boolean[];
}
