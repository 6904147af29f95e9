import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBank } from '../../src/bank/check/check.ts';
import { printFinding } from '../../src/bank/finding.ts';
import { citedConcept, type Draft, draft, options, provableConcept, smallBank } from './small-bank.ts';

const findingsOf = async (files: Record<string, Draft[]>) => {
  const { findings } = await checkBank(await smallBank(files));
  return findings.map(printFinding).join('\n');
};
const check = (over: Draft) => findingsOf({ [citedConcept]: [draft(over)] });
const four = ['A claim', 'A much longer claim', 'Claim three', 'Claim four'];

describe('what the bank check refuses', () => {
  it('nothing about a sound question', async () => {
    expect(await check({})).toBe('');
  });

  it.each([
    ['pick: one with two right', { options: options(four, 2) }, /pick: one with 2 right options/],
    ['pick: one with none right', { options: options(four, 0) }, /pick: one with 0 right options/],
    ['several with none right', { pick: 'several', options: options(four, 0) }, /no option is right/],
    [
      'two options that say the same',
      { options: options([...four.slice(0, 3), 'a claim.']) },
      /options 1 and 4 say the same/,
    ],
    [
      '"all of the above"',
      { options: options([...four.slice(0, 3), 'All of the above']) },
      /"All of the above" is about the other options/,
    ],
    ['"none of these"', { options: options([...four.slice(0, 3), 'None of these']) }, /is about the other options/],
    [
      'a session that goes by the letter of an option',
      { prompt: 'Session B inserts a row. What now?' },
      /"B" reads as the letter of an option/,
    ],
    [
      'an answer that names a letter',
      { answer: 'Option B, as it is bounded.' },
      /"Option B" names an option by letter or place/,
    ],
    [
      'an explanation that names a place',
      { explanation: 'The second option tempts.' },
      /"second option" names an option/,
    ],
    ['letters told in passing', { explanation: 'So B is wrong here.' }, /"B is wrong" names an option/],
    [
      'a plain "not" in a question',
      { prompt: 'Take a cache. Which header does not help?' },
      /a "not" that is easily overlooked/,
    ],
    [
      'thirteen lines of code',
      { prompt: `\`\`\`js\n${'f();\n'.repeat(13)}\`\`\`\nWhat now?` },
      /13 lines of code. Show at most 12/,
    ],
    [
      'a line of 61 columns',
      { prompt: `\`\`\`js\n${'f'.repeat(61)}\n\`\`\`\nWhat now?` },
      /61 columns. Break it at 60/,
    ],
    ['code without a language', { prompt: '```\nf()\n```\nWhat now?' }, /code without a language/],
    [
      'HTML in an option',
      { options: options([...four.slice(0, 3), 'A <script> tag']) },
      /HTML is no part of the Markdown that is shown here. Put tags/,
    ],
    ['a link in an explanation', { explanation: 'See [this](https://example.org).' }, /a link is no part/],
    ['what is still to be written', { explanation: '…' }, /this is still to be written/],
    [
      'one source without a proof',
      { sources: [{ ref: 'rfc9110', section: '8.3', url: 'https://www.rfc-editor.org/rfc/rfc9110' }] },
      /rests on one source/,
    ],
    [
      "a link to somebody else's copy",
      { sources: ['a', 'b'].map(() => ({ ref: 'rfc9110', section: '8.3', url: 'https://blog.example/rfc9110' })) },
      /rfc9110 is published at rfc-editor.org, not blog.example/,
    ],
    [
      "a vendor's page without its date",
      { sources: ['a', 'b'].map(() => ({ ref: 'vendor-docs', section: 'Pricing', url: 'https://vendor.example' })) },
      /needs title and accessed/,
    ],
    [
      'an option over its limit',
      { options: options([...four.slice(0, 3), 'x'.repeat(141)]) },
      /question 1, options\.3\.text: .*Shorten it to 140/,
    ],
    ['three options', { options: options(four.slice(0, 3)) }, /question 1, options: Too small/],
  ] satisfies [string, Draft, RegExp][])('%s', async (_, over, reason) => {
    expect(await check(over)).toMatch(reason);
  });

  it('does not take code, or a phrase in passing, for the name of an option', async () => {
    expect(
      await check({ answer: 'Set `option b`; the first choice of a client is its own, and all of these rows count.' }),
    ).toBe('');
    expect(await check({ prompt: 'Take a cache. Which header does **not** help?' })).toBe('');
  });

  it('a provable concept without a proof, unless it says why', async () => {
    const bare = await findingsOf({ [provableConcept]: [draft()] });
    expect(bare).toMatch(
      /joins\.yaml:3: the concept is provable and the question has no proof. Add proof, or say under unproven why/,
    );
    expect(await findingsOf({ [provableConcept]: [draft({ unproven: 'Taste.' })] })).toBe('');
  });

  it('a proof that was not run, and one with an entry too many', async () => {
    const shows = ['1', '2', '3', '4', '5'].map((n) => `select count(*) = ${n} from t`);
    const found = await findingsOf({ [provableConcept]: [draft({ proof: { runs: 'sql', shows } })] });
    expect(found).toMatch(/its proof has not been run. npm run prove databases-sql\/querying\/joins\/a-slug/);
    expect(found).toMatch(/5 entries in shows for 4 options/);
  });

  it('two prompts that ask nearly the same, side by side', async () => {
    const ask = (what: string) =>
      `A client sends a request with an Accept header that lists two media types, and the server ${what} one. What now?`;
    const found = await findingsOf({
      [citedConcept]: [draft({ slug: 'one', prompt: ask('has only') })],
      'http-apis/rest-design/bulk-operations': [draft({ slug: 'two', prompt: ask('has just') })],
    });
    expect(found).toMatch(
      /error-format\.yaml:\d+: asks nearly the same as http-apis\/rest-design\/bulk-operations\/two/,
    );
    expect(found).toMatch(/ {4}A client sends a request .* \| A client sends a request/);
  });

  it('whatever a platform would reject, by the checks it is given', async () => {
    const root = await smallBank({ [citedConcept]: [draft()] });
    const { findings } = await checkBank(root, [
      (question) => (question.prompt.length > 10 ? ['the pager takes 10 characters'] : []),
    ]);
    expect(findings.map(printFinding)).toEqual([`${citedConcept}.yaml:3: the pager takes 10 characters.`]);
  });
});

describe('the longest option', () => {
  const longRight = (slug: string) =>
    draft({ slug, options: options(['By far the longest claim of them all', 'Short', 'Shorter', 'Also short']) });
  const shortRight = (slug: string) => draft({ slug });

  it('may be right in 40% of an area, no more', async () => {
    const fine = [longRight('a'), longRight('b'), shortRight('c'), shortRight('d'), shortRight('e')];
    expect(await findingsOf({ [citedConcept]: fine })).toBe('');
    const found = await findingsOf({ [citedConcept]: [...fine, longRight('f')] });
    expect(found).toMatch(/in 3 of 6 questions of http-apis the longest option is right; at most 40% may be/);
    expect(found).toContain(`${citedConcept}/f`);
  });

  it('is refused only where an area is worse than the accepted baseline', async () => {
    const baseline = (root: string) =>
      writeFile(path.join(root, 'longest-baseline.json'), '{"http-apis": {"longest": 1, "of": 2}}');
    const same = await smallBank({ [citedConcept]: [longRight('a'), shortRight('b')] });
    await baseline(same);
    expect((await checkBank(same)).findings).toEqual([]);
    const worse = await smallBank({ [citedConcept]: [longRight('a'), longRight('c'), shortRight('b')] });
    await baseline(worse);
    expect((await checkBank(worse)).findings[0]?.reason).toMatch(/in 2 of 3 questions .* at most 50% may be/);
  });
});
