import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Proof, proof } from './proof.ts';

/** Limits in UTF-16 units; they keep every question inside every platform's own limits. */
export const limits = {
  prompt: 700,
  option: 140,
  why: 150,
  answer: 300,
  explanation: 900,
  codeLines: 12,
  codeColumns: 60,
  sources: 2,
} as const;

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug is kebab-case: lower-case letters, figures and single hyphens');
const date = z.iso.date('a date is written 2026-11-24');
const text = (max: number) => z.string().trim().min(1).max(max);

const option = z.strictObject({
  text: text(limits.option).meta({ description: 'Inline Markdown: code spans and emphasis.' }),
  right: z.literal(true).optional().meta({ description: 'Only written on right options.' }),
  why: text(limits.why).meta({
    description: 'Why it is right, or which belief it tempts with. Never names an option by letter or place.',
  }),
});

const source = z.strictObject({
  ref: z.string().meta({ description: "A key of taxonomy.yaml's sources." }),
  section: text(120).meta({ description: 'Number and title of the section, as the source has them.' }),
  url: z.url({ protocol: /^https$/ }),
  title: text(120).optional().meta({ description: "Instead of the registry's title; required for vendor-docs." }),
  accessed: date.optional().meta({ description: 'When it was read; required for vendor-docs.' }),
});

const authored = z.strictObject({
  slug: slug.meta({ description: "The id is the concept's path plus this. Never renamed once landed." }),
  difficulty: z.union([z.literal(1), z.literal(2), z.literal(3)]).meta({
    description: '1 warm-up, 2 expected of a senior, 3 stretch.',
  }),
  order: z.enum(['fixed', 'shuffled']).default('shuffled').meta({
    description: 'fixed only where the options have a natural order.',
  }),
  pick: z.enum(['one', 'several']).meta({ description: 'several: "Choose all that apply."' }),
  prompt: text(limits.prompt).meta({ description: 'Paragraphs, lists, code spans, fenced code, emphasis.' }),
  options: z.array(option).min(4).max(5),
  answer: text(limits.answer).meta({ description: 'One to three sentences that stand alone.' }),
  explanation: text(limits.explanation).meta({
    description: 'The reason, when it bites in production, what to say in an interview.',
  }),
  sources: z.array(source).min(1).max(limits.sources),
  reviewed: z.strictObject({ on: date, by: text(60) }),
  sample: z
    .boolean()
    .default(false)
    .meta({ description: 'Shown with its answer on public pages; never asked for points.' }),
  as_of: date.optional().meta({ description: 'For facts that age: versions, prices, limits.' }),
  proof: proof.optional(),
  unproven: text(200).optional().meta({
    description: 'Only in a provable concept without a proof: why no run can settle this question.',
  }),
});

/** One file of the bank: the questions on one concept. */
export const conceptFile = z.strictObject({
  concept: z.string().meta({ description: 'area/subject/concept; the same as the path of the file.' }),
  questions: z.array(authored).min(1),
});

/** A question as it stands in a file. */
export type AuthoredQuestion = z.infer<typeof authored>;

export interface QuestionOption {
  text: string;
  right: boolean;
  why: string;
}

export interface QuestionSource {
  ref: string;
  title: string;
  section: string;
  url: string;
}

/** A question as the quiz uses it. */
export interface Question {
  /** area/subject/concept/slug */
  id: string;
  /** The concept's path: area/subject/concept. */
  concept: string;
  area: string;
  subject: string;
  difficulty: 1 | 2 | 3;
  order: 'fixed' | 'shuffled';
  pick: 'one' | 'several';
  prompt: string;
  options: QuestionOption[];
  answer: string;
  explanation: string;
  sources: QuestionSource[];
  reviewed: { on: string; by: string };
  sample: boolean;
  asOf?: string;
  proof?: Proof;
  /** Set while the recorded run is of exactly this proof and key. */
  provedBy?: { runtime: string; on: string };
}

/**
 * The hash of what a player sees and is scored by, 32 hexadecimal characters. A new review date, a changed proof or a new run of it
 * keep the revision; any visible word, flag or the difficulty makes another.
 */
export function revisionOf(question: Question): string {
  const known = revisions.get(question);
  if (known !== undefined) return known;
  const seen = [
    question.id,
    question.difficulty,
    question.order,
    question.pick,
    question.prompt,
    question.options.map((o) => [o.text, o.right, o.why]),
    question.answer,
    question.explanation,
    question.sources.map((s) => [s.title, s.section, s.url]),
    question.asOf ?? null,
  ];
  const revision = createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32);
  revisions.set(question, revision);
  return revision;
}

/** A question that was read never changes, and is asked again and again. */
const revisions = new WeakMap<Question, string>();
