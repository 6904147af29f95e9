import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { variableNames } from '../../src/config.ts';
import { projectRoot } from '../../src/project-root.ts';

const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const extension = /\.(ts|tsx|mjs|ya?ml|json|md|png|sql)$/;

describe('what the documents name', () => {
  it.each(['ARCHITECTURE.md', 'README.md'])('%s names files and folders that exist', (document) => {
    const text = read(document);
    const quoted = [...text.matchAll(/`([\w@./-]+)`/g)].map((found) => found[1] ?? '');
    const linked = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map((found) => found[1] ?? '');
    const isPlace = (name: string) =>
      /^(src|adapters|jobs|drizzle|questions|tests|scripts|bench)\//.test(name) || extension.test(name);
    const places = [...quoted, ...linked].filter(isPlace);
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((place) => !existsSync(path.join(projectRoot, place)))).toEqual([]);
  });

  it('the README’s commands are scripts', () => {
    const named = [...read('README.md').matchAll(/npm run ([\w:]+)/g)].map((found) => found[1] ?? '');
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(named.filter((name) => !scripts[name])).toEqual([]);
  });

  it('the README’s table has every variable that Prep reads, but for those of platforms that are not built yet', () => {
    const later = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'DISCORD_PUBLIC_KEY'];
    expect(variableNames.filter((name) => !read('README.md').includes(`\`${name}\``))).toEqual(later);
  });
});
