import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTaxonomy } from '../../src/bank/taxonomy.ts';

const taxonomy = parseTaxonomy(readFileSync('questions/taxonomy.yaml', 'utf8'));
const paths = (topics: { path: string }[]) => topics.map((topic) => topic.path);

describe('finding a topic', () => {
  it.each([
    ['sql', 'databases-sql'],
    ['node', 'nodejs'],
    ['HTTP', 'http-apis'],
    ['ai', 'ai-engineering'],
    ['Python', 'python'],
    ['design', 'system-design'],
    ['Databases & SQL', 'databases-sql'],
    ['joins', 'databases-sql/querying/joins'],
    ['http caching', 'http-apis/http-protocol/http-caching'],
    ['databases-sql/querying', 'databases-sql/querying'],
    ['  Window Functions ', 'databases-sql/window-functions'],
  ])('%s is %s', (typed, path) => {
    expect(paths(taxonomy.find(typed).matches)).toEqual([path]);
  });

  it('gives all topics that share a name, the widest first', () => {
    expect(paths(taxonomy.find('event loop').matches)).toEqual([
      'nodejs/event-loop-node',
      'python/async-python/event-loop',
    ]);
  });

  it.each([
    ['pyton', 'python'],
    ['quering', 'databases-sql/querying'],
    ['deadlock', 'databases-sql/transactions/deadlocks'],
    ['nod', 'nodejs'],
  ])('for %s it suggests %s', (typed, path) => {
    const found = taxonomy.find(typed);
    expect(found.matches).toEqual([]);
    expect(paths(found.near)).toContain(path);
    expect(found.near.length).toBeLessThanOrEqual(3);
  });

  it('suggests nothing for what is like nothing', () => {
    expect(taxonomy.find('zzzzzz')).toEqual({ matches: [], near: [] });
    expect(taxonomy.find('')).toEqual({ matches: [], near: [] });
  });
});

describe('the taxonomy', () => {
  it('is whole: 6 areas, 59 subjects, 268 concepts, 15 of them seeds', () => {
    expect(taxonomy.areas).toHaveLength(6);
    expect(taxonomy.areas.flatMap((area) => area.subjects)).toHaveLength(59);
    expect(taxonomy.concepts()).toHaveLength(268);
    expect(taxonomy.concepts().filter((concept) => concept.seed)).toHaveLength(15);
    expect(new Set(taxonomy.demandOrder)).toEqual(new Set(taxonomy.studyOrder));
  });

  it('knows a concept by its path', () => {
    expect(taxonomy.concept('nodejs/fs-io/path-module')).toMatchObject({
      title: 'Paths',
      areaTitle: 'Node.js',
      subjectTitle: 'Files and I/O',
      tier: 1,
      proof: 'node',
    });
    expect(taxonomy.concept('nodejs/fs-io')).toBeUndefined();
  });
});
