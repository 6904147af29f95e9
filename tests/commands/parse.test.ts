import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { completeLine } from '../../src/commands/complete.ts';
import type { CommandDefinition } from '../../src/commands/definition.ts';
import { createCommands } from '../../src/commands/index.ts';
import { type Parsed, parseLine } from '../../src/commands/parse.ts';
import { help } from '../../src/view/help.ts';
import { plainText } from '../../src/view/plain-text.ts';
import { theBank } from '../setup/game.ts';

let commands: readonly CommandDefinition[];
beforeAll(async () => {
  commands = createCommands(await theBank());
});

const options = (line: string): unknown => {
  const parsed = parseLine(commands, line);
  return parsed.kind === 'command' ? { [parsed.name]: parsed.options } : parsed;
};

describe('a line', () => {
  it.each<[string, unknown]>([
    ['', { help: {} }],
    ['  HELP ', { help: {} }],
    ['help Points', { help: { on: 'points' } }],
    ['question', { question: {} }],
    ['question python', { question: { topic: 'python' } }],
    ['question hard sql several', { question: { difficulty: 'stretch', topic: 'databases-sql', pick: 'several' } }],
    [
      'question http caching senior',
      { question: { topic: 'http-apis/http-protocol/http-caching', difficulty: 'senior' } },
    ],
    ['question HTTP & APIs one', { question: { topic: 'http-apis', pick: 'one' } }],
    ['answer b', { answer: { letters: 'b' } }],
    ['answer a and c', { answer: { letters: 'a and c' } }],
    ['leaderboard', { leaderboard: {} }],
    ['leaderboard public month', { leaderboard: { period: 'month', show: 'public' } }],
    ['daily', { daily: {} }],
    ['daily off', { daily: { action: 'off' } }],
    ['daily at 9', { daily: { action: 'at', time: '9' } }],
    ['daily at 9:30 pm Berlin', { daily: { action: 'at', time: '9:30 pm', zone: 'Berlin' } }],
    [
      'daily at 09:00 new york mon,wed,fri python closes 17:00',
      {
        daily: {
          action: 'at',
          time: '09:00',
          zone: 'new york',
          weekdays: 'mon,wed,fri',
          topics: 'python',
          closes: '17:00',
        },
      },
    ],
    [
      'daily at 08:15 every day python, databases closes next London',
      {
        daily: {
          action: 'at',
          time: '08:15',
          weekdays: 'every day',
          topics: 'python, databases',
          closes: 'next',
          zone: 'London',
        },
      },
    ],
    ['daily at 10:00 CST', { daily: { action: 'at', time: '10:00', zone: 'CST' } }],
  ])('"%s" is understood', (line, meaning) => {
    expect(options(line)).toEqual(meaning);
  });

  it.each<[string, Partial<Parsed> & { meant: string | undefined }]>([
    ['leaderbord', { kind: 'unknown command', meant: 'leaderboard' }],
    ['leaderbord month', { kind: 'unknown command', meant: 'leaderboard month' }],
    ['qestion python', { kind: 'unknown command', meant: 'question python' }],
    ['stat', { kind: 'unknown command', meant: 'stats' }],
    ['leaderboard mnth', { kind: 'unknown word', meant: 'leaderboard month' }],
    ['question senoir', { kind: 'unknown word', meant: 'question senior' }],
    ['xyzzy', { kind: 'unknown command', meant: undefined }],
    ['hlep', { kind: 'unknown command', meant: 'help' }],
    ['dialy off', { kind: 'unknown command', meant: 'daily off' }],
    ['daily pasue until 3 Jan', { kind: 'unknown word', word: 'pasue', meant: 'daily pause until 3 Jan' }],
    ['daily stop', { kind: 'unknown word', word: 'stop', meant: undefined }],
    ['daily off tomorrow', { kind: 'unknown word', word: 'tomorrow', meant: undefined }],
    ['daily at 10:00 closes', { kind: 'unknown word', after: 'daily closes', word: '', meant: undefined }],
    ['settings areas', { kind: 'unknown word', after: 'settings areas', word: '', meant: undefined }],
    ['settings areas sideways', { kind: 'unknown word', after: 'settings areas', word: 'sideways', meant: undefined }],
    ['settings areas demnad', { kind: 'unknown word', after: 'settings areas', meant: 'settings areas demand' }],
    ['leaderboard month month', { kind: 'unknown word', word: 'month', meant: undefined }],
    ['leaderboard <!channel>', { kind: 'unknown word', meant: undefined }],
    ['😀', { kind: 'unknown command', meant: undefined }],
  ])('"%s" is a slip', (line, slip) => {
    expect(parseLine(commands, line)).toMatchObject(slip);
  });

  it('is read whatever it is: it never fails, and takes no word for an option that nobody has', () => {
    const names = ['question', 'answer', 'daily', 'leaderboard', 'stats', 'settings', 'report', 'help'];
    const words = [
      'at',
      '09:00',
      'berlin',
      'mon-fri',
      'closes',
      'next',
      'python',
      'month',
      'public',
      'hard',
      'CST',
      'b',
    ];
    const word = fc.oneof(
      fc.constantFrom(...words),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('__proto__', 'constructor', '<!channel>', '@everyone', '`', '\u202e', '😀', 'a'.repeat(300)),
    );
    fc.assert(
      fc.property(fc.option(fc.constantFrom(...names)), fc.array(word, { maxLength: 8 }), (name, rest) => {
        const parsed = parseLine(commands, [name, ...rest].filter((one) => one !== null).join(' '));
        if (parsed.kind !== 'command') return;
        const definition = commands.find((one) => one.name === parsed.name);
        const known = definition?.options.map((option) => option.name) ?? [];
        expect(known).toEqual(expect.arrayContaining(Object.keys(parsed.options)));
      }),
      { numRuns: 150 },
    );
  });

  it('is never answered by itself, whatever its words are', () => {
    const vocabulary = commands.flatMap(({ options }) =>
      options.flatMap((option) => [option.keyword ?? option.name, ...(option.choices ?? []).map(({ value }) => value)]),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        fc.array(fc.constantFrom(...vocabulary), { maxLength: 5 }),
        ({ name }, words) => {
          const line = [name, ...words].join(' ');
          const parsed = parseLine(commands, line);
          if (parsed.kind !== 'command') expect(parsed.meant).not.toBe(line);
        },
      ),
    );
  });

  it('of pages of text is read as any other', () => {
    const pages = ['a'.repeat(10_000), '😀'.repeat(5_000), 'x '.repeat(5_000)];
    for (const name of ['question', 'daily at 09:00', 'answer', 'leaderboard', '']) {
      for (const page of pages) expect(parseLine(commands, `${name} ${page} ${page}`)).toBeDefined();
    }
  });

  it('that is offered instead of a slip is understood, or offered no further', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    fc.assert(
      fc.property(fc.constantFrom(...commands), fc.nat(12), letter, fc.boolean(), ({ name }, at, by, leaveOut) => {
        const slip = name.slice(0, at) + (leaveOut ? '' : by) + name.slice(at + 1);
        const parsed = parseLine(commands, slip);
        if (parsed.kind === 'command' || parsed.meant === undefined) return;
        expect(parseLine(commands, parsed.meant).kind).toBe('command');
      }),
    );
  });
});

describe('completion', () => {
  it.each([
    ['', ['question', 'answer', 'daily', 'leaderboard', 'stats', 'settings', 'report', 'suggest', 'help']],
    ['le', ['leaderboard']],
    ['leaderboard m', ['leaderboard month']],
    ['leaderboard month ', ['leaderboard month public']],
    ['help st', ['help streaks']],
    ['question cachi', ['question http-caching', 'question prompt-caching', 'question caching-design']],
  ])('of "%s"', (line, values) => {
    expect(completeLine(commands, line).map(({ value }) => value)).toEqual(values);
  });

  it('offers only topics that have a question', async () => {
    const { questions, taxonomy } = await theBank();
    const generators = [...questions].filter(([id]) => id.startsWith('python/iteration/generators/'));
    const few = createCommands({ taxonomy, questions: new Map(generators) });
    const offered = (line: string) => completeLine(few, line).map(({ value }) => value);
    expect(offered('question joi')).toEqual([]);
    expect(offered('question generat')).toEqual(['question generators']);
    expect(offered('question databases')).toEqual([]);
    expect(offered('daily at 09:00 pyth')).toEqual(['daily at 09:00 python']);
  });

  it('offers only lines that are understood', () => {
    for (const line of ['question p', 'question senior pyt', 'daily at 09:00 ber', 'daily o', 'leaderboard ']) {
      const offered = completeLine(commands, line);
      expect(offered.length, line).toBeGreaterThan(0);
      for (const { value } of offered) {
        // What an option of several words begins with, and a keyword, wait for more.
        if (/closes$/.test(value)) continue;
        expect(parseLine(commands, value).kind, value).toBe('command');
      }
    }
  });
});

it('help has a line for every subcommand, and for no other', () => {
  const lines = plainText(help(), () => '').split('\n');
  const named = lines.flatMap((line) => /^\/prep (\w+)/.exec(line)?.[1] ?? []);
  const others = commands.map(({ name }) => name).filter((name) => name !== 'help');
  expect(named.sort()).toEqual(others.sort());
});
