import type { Finding } from '../../src/bank/finding.ts';

/** How a text of another system is marked up; `auto` is Moodle's own: HTML in which line breaks count. */
export type TextFormat = 'markdown' | 'html' | 'auto' | 'plain';

export interface ForeignText {
  text: string;
  format: TextFormat;
  /** Where it begins in the file, from 1. */
  line: number;
}

export interface ForeignOption {
  text: ForeignText;
  /** The share of the mark that it gives, from -100 to 100. */
  percent: number;
  feedback?: ForeignText;
}

/** A question as another system has it. Only the kind `multichoice` has options here. */
export interface ForeignQuestion {
  line: number;
  /** As Moodle names it: multichoice, truefalse, shortanswer, essay, cloze … */
  kind: string;
  name: string;
  idNumber?: string;
  tags: string[];
  prompt: ForeignText;
  /** May just one option be picked? */
  single: boolean;
  shuffled: boolean;
  options: ForeignOption[];
  generalFeedback?: ForeignText;
  /** Pictures and other files that it comes with. */
  files: { name: string; line: number }[];
}

/** What was read of a file; `findings` are faults of the file itself. */
export interface ForeignFile {
  questions: ForeignQuestion[];
  findings: Finding[];
}
