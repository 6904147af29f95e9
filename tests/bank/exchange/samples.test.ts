import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatOf, readDrafts } from '../../../scripts/exchange/formats.ts';
import { type Judged, judge } from '../../../scripts/exchange/judge.ts';
import type { Finding } from '../../../src/bank/finding.ts';
import { parseTaxonomy, type Taxonomy } from '../../../src/bank/taxonomy.ts';
import { citedConcept } from '../small-bank.ts';

let taxonomy: Taxonomy;
beforeAll(async () => {
  taxonomy = parseTaxonomy(await readFile('questions/taxonomy.yaml', 'utf8'));
});

/** A sample read into the bank; findings as `line: reason`. */
async function imported(
  name: string,
): Promise<{ judged: Judged[]; faults: string[]; refused: string[]; open: string[] }> {
  const file = path.join(import.meta.dirname, 'samples', name);
  return read(name, await readFile(file, 'utf8'));
}

function read(name: string, text: string) {
  const { drafts, findings } = readDrafts(formatOf(name, text), name, text, taxonomy, citedConcept);
  const judged = drafts.map((draft) => judge(name, draft, taxonomy, '2026-11-24'));
  const line = (finding: Finding) => `${finding.line}: ${finding.reason}`;
  return {
    judged,
    faults: findings.map(line),
    refused: judged.flatMap((one) => one.refused.map(line)),
    open: judged.flatMap((one) => (one.taken === undefined ? [] : one.open.map(line))),
  };
}

describe('GIFT', () => {
  it('takes what the bank can hold, with feedback as the whys', async () => {
    const { judged } = await imported('every-kind.gift');
    const taken = judged.flatMap((one) => one.taken?.authored ?? []);
    expect(taken.map(({ slug, pick, difficulty }) => [slug, pick, difficulty])).toEqual([
      ['keep-alive', 'one', 1],
      ['which-of-these-are-idempotent', 'several', 2],
      ['gap', 'one', 2],
    ]);
    expect(taken[0]).toMatchObject({
      prompt: 'A client sends `Connection: keep-alive`.\nWhat does it ask for?',
      options: [
        { text: 'The connection stays open for the next request', right: true, why: 'It saves a handshake.' },
        { text: 'The server pings the client every minute', why: 'That is TCP keep-alive.' },
        { text: 'The session **never** ends', why: 'Sessions live *above* the connection.' },
        { text: 'The request is sent again after a failure', why: 'Nothing is repeated by it.' },
      ],
      explanation: 'It is the default since HTTP/1.1, where closing has to be asked for.',
      answer: '…',
    });
    expect(taken[1]?.prompt).toBe('Which of these are {idempotent}:');
    expect(taken[1]?.options.map((option) => option.right)).toEqual([true, true, undefined, undefined]);
    expect(taken[2]?.prompt).toBe('The status \\_\\_\\_\\_\\_ says that the copy is still good.');
  });

  it('says line by line what it leaves out, and what is to be written', async () => {
    const { faults, refused, open } = await imported('every-kind.gift');
    expect(refused).toEqual([
      '23: options give 100%, 50% of the mark; here an option is right or wrong',
      '29: it has 2 options',
      '33: it has 6 options',
      '35: a question of the kind truefalse',
      '37: a question of the kind shortanswer',
      '39: a question of the kind numerical',
      '41: a question of the kind numerical',
      '43: a question of the kind matching',
      '48: a question of the kind essay',
      '50: a question of the kind description',
    ]);
    expect(faults).toEqual(['52: a { or } stands alone', '54: a { or } stands alone']);
    expect(open).toContain('6: it has no short answer');
    expect(open).toContain('6: it names no sources');
    expect(open).toContain('15: it names no difficulty; 2 is put down');
    expect(open).toContain('31: option 1 has no feedback, which becomes its why');
  });
});

describe('Moodle XML', () => {
  it('takes what the bank can hold, HTML as Markdown', async () => {
    const { judged, open } = await imported('every-kind.xml');
    expect(judged.flatMap((one) => one.taken ?? [])).toMatchObject([
      {
        concept: citedConcept,
        authored: {
          slug: 'retry-after',
          difficulty: 3,
          order: 'fixed',
          pick: 'one',
          prompt: 'A server answers `503` with `Retry-After: 30`.\n\nWhat may a client do?',
          options: [
            { text: 'Ask again half a minute later', right: true, why: 'That is what it says.' },
            { text: 'Ask again 30 times', why: 'It is no count: 30 is a \\*time\\*.' },
            { text: 'Give the request up at once', why: 'The condition passes.' },
            { text: 'Ask another server of the same name', why: '…' },
          ],
          explanation: 'The number counts *seconds*.',
        },
      },
    ]);
    expect(open).toEqual([
      '29: option 4 has no feedback, which becomes its why',
      '7: it has no short answer',
      '7: it names no sources',
    ]);
  });

  it('says line by line what it leaves out', async () => {
    expect((await imported('every-kind.xml')).refused).toEqual([
      '39: it comes with a file, plan.png',
      '38: the prompt holds <img>, which is not shown here',
      '45: option 4 holds <table>, which is not shown here',
      '51: options give 75%, 25% of the mark; here an option is right or wrong',
      '56: a question of the kind truefalse',
      '62: a question of the kind shortanswer',
      '63: a question of the kind numerical',
      '64: a question of the kind matching',
      '65: a question of the kind essay',
      '66: a question of the kind cloze',
      '67: a question of the kind description',
      '68: a question of the kind calculated',
    ]);
  });

  it('names the line of XML that is none, and expands no entity of a file', () => {
    expect(read('a.xml', '<quiz>\n<question type="essay">\n</quiz>').faults[0]).toMatch(/^[23]: not XML: /);
    expect(read('a.xml', '<page>\n</page>').faults).toEqual(['1: the file holds no <quiz>']);
    const bomb =
      '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>';
    expect(JSON.stringify(read('a.xml', bomb))).not.toContain('aaaa');
  });
});

describe('whatever the format', () => {
  const question = (option: string) => `::Long::Which? {=${option}#a ~two#b ~three#c ~four#d ####So.}`;

  it('leaves out what is too long, with its line', () => {
    expect(read('a.gift', `\n\n${question('x'.repeat(141))}`).refused).toEqual(['3: options 1 text is too long']);
  });

  it('names what the check of the bank will refuse', () => {
    expect(read('a.gift', question('all of the above')).open.join()).toContain(
      '"all of the above" is about the other options',
    );
  });

  it('needs a concept', () => {
    const { drafts } = readDrafts('gift', 'a.gift', question('one'), taxonomy);
    const [draft] = drafts;
    expect(draft && judge('a.gift', draft, taxonomy, '2026-11-24').refused.map((one) => one.reason)).toEqual([
      'it names no concept',
    ]);
  });

  it('reads JSON with the lines of its parts', () => {
    const json = JSON.stringify(
      [{ concept: citedConcept, questions: [{ slug: 'x', prompt: 'p'.repeat(701) }] }],
      null,
      1,
    );
    const { refused } = read('a.json', json);
    expect(refused).toContain('7: prompt is too long');
    expect(read('a.json', '{"a": ').faults[0]).toMatch(/^1: not JSON/);
    expect(read('a.json', '{}').faults).toEqual(['1: the file holds no array of concepts']);
  });
});
