import { expect, vi } from 'vitest';
import type { Question } from '../../src/bank/format.ts';
import { parseInline } from '../../src/view/markdown.ts';
import { inlineText } from '../../src/view/plain-text.ts';
import { theBank } from '../setup/game.ts';
import type { Actor, Seen, SeenForm, Stage } from './descriptor.ts';

/** How long a platform may take to show what was done (ms). */
const patience = { timeout: 8_000, interval: 15 };

/** A question as it stands in a channel, with what only the bank knows. */
export interface Asked {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly string[];
  readonly question: Question;
  /** every letter, in order */
  readonly letters: readonly string[];
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

/** What the cases do over and over, on any stage; each act ends when its effect is seen. */
export interface Play {
  readonly stage: Stage;
  /** Waits until `check` holds; it throws until then. */
  until<T>(check: () => Promise<T>): Promise<T>;
  /** Types a line that posts a question, and finds it. */
  ask(person: Actor, line?: string): Promise<Asked>;
  /** The newest question that stands in the channel, open or revealed. */
  question(person: Actor, channel?: Actor): Promise<Asked>;
  /** Does `act`, and returns what the person then reads privately: a new message, or one that was changed. */
  reply(person: Actor, act: () => Promise<void>, channel?: Actor): Promise<Seen>;
  type(person: Actor, line: string, channel?: Actor): Promise<Seen>;
  press(person: Actor, label: string, id?: string): Promise<Seen>;
  /** Does `act`, and returns the form that then is open, or open again. */
  form(person: Actor, act: () => Promise<void>): Promise<SeenForm>;
  /** Answers with these letters, by button or by form, whichever the question has. */
  answer(person: Actor, asked: Asked, letters: readonly string[]): Promise<Seen>;
  /** The same, where the answer is final already: there may be no form any more. */
  answerAgain(person: Actor, asked: Asked, letter: string): Promise<Seen>;
  /** Waits for the state line of the newest question to read so; its edits keep a pace. */
  counted(person: Actor, words: RegExp): Promise<void>;
  /** Waits for the channel's newest public message to read so. */
  posted(person: Actor, words: RegExp, channel?: Actor): Promise<Seen>;
}

let ofTheBank: Promise<readonly Known[]> | undefined;

export async function playOn(stage: Stage): Promise<Play> {
  // Reading all of them takes longer than most cases, so it is done once a worker.
  ofTheBank ??= theBank().then((bank) => knownQuestions(bank.questions.values()));
  const questions = await ofTheBank;
  const { backend } = stage.channels;
  const until: Play['until'] = (check) => vi.waitFor(check, patience);
  const privates = async (person: Actor, channel: Actor) =>
    (await stage.see(person, channel)).filter((seen) => seen.private);

  const play: Play = {
    stage,
    until,
    async ask(person, line = 'question one') {
      await stage.command(person, backend, line);
      return play.question(person);
    },
    question: (person, channel = backend) =>
      until(async () => {
        const shown = (await stage.see(person, channel)).filter((seen) => !seen.private).reverse();
        for (const seen of shown) {
          const asked = recognise(seen, questions);
          if (asked) return asked;
        }
        throw new Error(`no question stands here: ${shown.map(({ text }) => text).join('\n---\n')}`);
      }),
    async reply(person, act, channel = backend) {
      const before = new Map((await privates(person, channel)).map((seen) => [seen.id, fingerprint(seen)]));
      await act();
      return until(async () => {
        const after = await privates(person, channel);
        const changed = after.findLast((seen) => before.get(seen.id) !== fingerprint(seen));
        if (!changed) throw new Error(`${person.name} reads nothing new`);
        return changed;
      });
    },
    type: (person, line, channel = backend) => play.reply(person, () => stage.command(person, channel, line), channel),
    press: (person, label, id) => play.reply(person, () => stage.press(person, backend, label, id)),
    async form(person, act) {
      await act();
      return until(async () => {
        const form = await stage.form(person);
        if (!form) throw new Error(`${person.name} has no form open`);
        return form;
      });
    },
    async answer(person, asked, letters) {
      if (asked.question.pick === 'one') return play.press(person, letters[0] ?? '', asked.id);
      await play.form(person, () => stage.press(person, backend, 'Choose', asked.id));
      const picked = letters.map((letter) => String(asked.letters.indexOf(letter)));
      return play.reply(person, () => stage.submit(person, { picked }));
    },
    answerAgain: (person, asked, letter) =>
      play.press(person, asked.question.pick === 'one' ? letter : 'Choose', asked.id),
    async counted(person, words) {
      await stage.advance(4_000);
      await until(async () => expect((await play.question(person)).text).toMatch(words));
    },
    posted: (person, words, channel = backend) =>
      until(async () => {
        const newest = (await stage.see(person, channel)).findLast((seen) => !seen.private);
        expect(newest?.text ?? '').toMatch(words);
        return newest as Seen;
      }),
  };
  return play;
}

const fingerprint = ({ text, buttons }: Seen): string => JSON.stringify([text, buttons]);

/** Letters and figures alone: platforms print marks, blanks and zero-width signs each in their own way. */
export function bare(text: string): string {
  return text.normalize('NFC').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Without zero-width signs, which platforms put where they need them, and with single blanks. */
function dense(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u200b\u2060]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

interface Known {
  readonly question: Question;
  readonly prompt: string;
  readonly options: readonly string[];
}

/** The questions as {@link recognise} looks for them. */
export function knownQuestions(questions: Iterable<Question>): Known[] {
  const plain = ({ text }: { readonly text: string }) => dense(inlineText(parseInline(text), () => ''));
  return [...questions].map((question) => ({
    question,
    prompt: bare(question.prompt.replaceAll(/^```\w+$/gm, '')),
    options: question.options.map(plain),
  }));
}

/** The question of the bank that a message shows: the one whose prompt it holds and whose options are its lettered lines. */
export function recognise(seen: Seen, questions: readonly Known[]): Asked | undefined {
  const lines = [...seen.text.matchAll(/^\s*([A-E])[.)]?\s+(\S.*)$/gm)].map(([, letter = '', option = '']) => ({
    letter,
    option: dense(option),
  }));
  const words = bare(seen.text);
  for (const { question, prompt, options } of questions) {
    if (!words.includes(prompt)) continue;
    // A mark may follow: "right, your pick".
    const found = options.map((option) =>
      lines.find((line) => line.option === option || isMarked(line.option, option)),
    );
    if (found.includes(undefined) || new Set(found).size !== options.length) continue;
    const letters = found.map((line) => line?.letter ?? '');
    const byRight = (right: boolean) =>
      question.options.flatMap((option, index) => (option.right === right ? [letters[index] ?? ''] : [])).toSorted();
    const { id, buttons, text } = seen;
    return { id, buttons, text, question, letters: letters.toSorted(), right: byRight(true), wrong: byRight(false) };
  }
  return undefined;
}

function isMarked(line: string, option: string): boolean {
  return line.startsWith(option) && /^\W*(right|not right|your pick)/i.test(line.slice(option.length));
}
