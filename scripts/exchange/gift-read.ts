import type { ForeignFile, ForeignOption, ForeignQuestion, ForeignText, TextFormat } from './foreign.ts';
import { indexOfControl, unescapeGift } from './gift-escapes.ts';

const formats: Readonly<Record<string, TextFormat>> = {
  markdown: 'markdown',
  html: 'html',
  moodle: 'auto',
  plain: 'plain',
};

/** A stretch of the file that remembers where it begins. */
interface Piece {
  text: string;
  line: number;
}

/**
 * Reads a file in GIFT as Moodle documents it (docs.moodle.org, "GIFT format"): questions stand apart by blank lines, `//` begins a line
 * of comment (which may hold `[id:…]` and `[tag:…]`), `$CATEGORY:` is passed over.
 */
export function readGift(file: string, text: string): ForeignFile {
  const found: ForeignFile = { questions: [], findings: [] };
  for (const block of blocksOf(text.replace(/^\uFEFF/, ''))) {
    const comments = block.text.split('\n').filter(isComment).join('\n');
    const piece = trimmed({ ...block, text: block.text.replace(/^[ \t]*\/\/.*$/gm, '') });
    if (piece.text === '' || piece.text.startsWith('$CATEGORY:')) continue;
    const question = questionOf(piece, comments);
    if (question !== undefined) found.questions.push(question);
    else
      found.findings.push({
        file,
        line: piece.line,
        reason: 'a { or } stands alone',
        remedy: 'A blank line ends a question; write \\{ and \\} for braces of the text',
      });
  }
  return found;
}

const isComment = (line: string) => line.trim().startsWith('//');

function blocksOf(text: string): Piece[] {
  const blocks: Piece[] = [];
  let open = false;
  for (const [n, line] of text.split(/\r?\n/).entries()) {
    const last = blocks.at(-1);
    const blank = line.trim() === '';
    if (!blank && open && last !== undefined) last.text += `\n${line}`;
    else if (!blank) blocks.push({ text: line, line: n + 1 });
    open = !blank;
  }
  return blocks;
}

function questionOf(piece: Piece, comments: string): ForeignQuestion | undefined {
  const titleEnd = piece.text.startsWith('::') ? indexOfControl(piece.text, '::', 2) : -1;
  const name = titleEnd < 0 ? '' : unescapeGift(piece.text.slice(2, titleEnd)).trim();
  const body = titleEnd < 0 ? piece : trimmed(part(piece, titleEnd + 2));
  const open = indexOfControl(body.text, '{');
  const close = indexOfControl(body.text, '}');
  if (open < 0 !== close < 0 || close < open) return undefined;
  const answers = trimmed(open < 0 ? { text: '', line: body.line } : part(body, open + 1, close));
  const after = open < 0 ? '' : body.text.slice(close + 1).trim();
  // Moodle: what follows the answers makes a gap of their place.
  const asked = open < 0 ? body.text : body.text.slice(0, open) + (after === '' ? '' : `_____ ${after}`);
  const prompt = textOf({ text: asked, line: body.line }, 'auto');
  const marker = lastIndexOfControl(answers.text, '####');
  const general = marker < 0 ? undefined : textOf(part(answers, marker + 4), prompt.format);
  const choices = trimmed(marker < 0 ? answers : part(answers, 0, marker));
  const kind = open < 0 ? 'description' : kindOf(choices.text);
  const id = /\[id:([^\]]+)\]/.exec(comments)?.[1]?.trim();
  return {
    line: piece.line,
    kind,
    name,
    ...(id === undefined ? {} : { idNumber: id }),
    tags: [...comments.matchAll(/\[tag:([^\]]+)\]/g)].map(([, tag = '']) => tag.trim()),
    prompt,
    single: indexOfControl(choices.text, '=') >= 0,
    shuffled: true,
    options: kind === 'multichoice' ? optionsOf(choices, prompt.format) : [],
    ...(general === undefined ? {} : { generalFeedback: general }),
    files: [],
  };
}

function kindOf(answers: string): string {
  if (answers === '') return 'essay';
  if (answers.startsWith('#')) return 'numerical';
  if (indexOfControl(answers, '~') >= 0) return 'multichoice';
  if (indexOfControl(answers, '=') >= 0 && answers.includes('->')) return 'matching';
  return /^(?:T|TRUE|F|FALSE)\s*(?:#|$)/.test(answers) ? 'truefalse' : 'shortanswer';
}

function optionsOf(choices: Piece, format: TextFormat): ForeignOption[] {
  const options: ForeignOption[] = [];
  let at = indexOfControl(choices.text, /[~=]/);
  while (at >= 0) {
    const next = indexOfControl(choices.text, /[~=]/, at + 1);
    options.push(optionOf(part(choices, at + 1, next < 0 ? undefined : next), choices.text[at] === '=', format));
    at = next;
  }
  return options;
}

function optionOf(piece: Piece, right: boolean, format: TextFormat): ForeignOption {
  const inside = trimmed(piece);
  const weight = /^%(-?\d{1,3}(?:\.\d*)?)%/.exec(inside.text);
  const rest = weight === null ? inside : part(inside, weight[0].length);
  const hash = indexOfControl(rest.text, '#');
  const feedback = hash < 0 ? undefined : textOf(part(rest, hash + 1), format);
  return {
    text: textOf(hash < 0 ? rest : part(rest, 0, hash), format),
    percent: weight === null ? (right ? 100 : 0) : Number(weight[1]),
    ...(feedback === undefined || feedback.text === '' ? {} : { feedback }),
  };
}

/** A text with its own `[format]`, or that of the question. */
function textOf(piece: Piece, otherwise: TextFormat): ForeignText {
  const inside = trimmed(piece);
  const prefix = /^\[(\w+)\]/.exec(inside.text);
  const format = formats[prefix?.[1] ?? ''];
  const content = prefix === null || format === undefined ? inside : trimmed(part(inside, prefix[0].length));
  return { text: unescapeGift(content.text).trim(), format: format ?? otherwise, line: content.line };
}

function part(piece: Piece, from: number, to?: number): Piece {
  const before = piece.text.slice(0, from).split('\n').length - 1;
  return { text: piece.text.slice(from, to), line: piece.line + before };
}

function trimmed(piece: Piece): Piece {
  const from = piece.text.length - piece.text.trimStart().length;
  const inside = part(piece, from);
  return { ...inside, text: inside.text.trimEnd() };
}

function lastIndexOfControl(text: string, wanted: string): number {
  let last = -1;
  for (let at = indexOfControl(text, wanted); at >= 0; at = indexOfControl(text, wanted, at + wanted.length)) last = at;
  return last;
}
