import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional(), resolved: z.string().optional() }),
  ),
});

it('package-lock.json lists each optional package of every system, without which npm ci refuses it', () => {
  const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
  const { packages } = lockFile.parse(JSON.parse(text));
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isListed(place, name)),
  );
  expect(missing).toEqual([]);

  /** As Node looks for it: in the package's own folder, then in each folder above. */
  function isListed(place: string, name: string): boolean {
    for (let folder = place; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
      if (packages[`${folder}/node_modules/${name}`.replace(/^\//, '')]) return true;
      if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined;
    }
  }
});
