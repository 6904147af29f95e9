import type { AuthoredQuestion } from '../../src/bank/format.ts';

type Sources = AuthoredQuestion['sources'];

/** What a question's general feedback is made of. */
export interface FeedbackParts {
  answer: string;
  explanation: string;
  sources: Sources;
}

/** The tag of questions that were written here, by which the general feedback is taken apart again. */
export const ownTag = 'prep';

const heading = 'Sources:';
const sourceLine =
  /^- (?<ref>[^\s:]+): "(?<section>.*?)", (?<url>https:\S+?)(?:, titled "(?<title>.*?)")?(?:, read on (?<accessed>\d{4}-\d\d-\d\d))?$/;

/** The short answer, the explanation and the sources as one Markdown text: what Moodle shows to everybody after answering. */
export function joinFeedback({ answer, explanation, sources }: FeedbackParts): string {
  const lines = sources.map(
    ({ ref, section, url, title, accessed }) =>
      `- ${ref}: "${section}", ${url}${title === undefined ? '' : `, titled "${title}"`}${accessed === undefined ? '' : `, read on ${accessed}`}`,
  );
  return [answer.trim(), explanation.trim(), [heading, '', ...lines].join('\n')].join('\n\n');
}

/** The parts of a text made by {@link joinFeedback}; whatever is missing is undefined. */
export function splitFeedback(text: string): Partial<FeedbackParts> {
  const [told = '', listed] = text.split(new RegExp(`\\n\\n${heading}\\n\\n(?=- )`));
  const [answer = '', ...more] = told.trim().split(/\n{2,}/);
  const explanation = told.trim().slice(answer.length).trim();
  const sources = (listed ?? '').split('\n').flatMap((line) => sourceOf(line.trim()));
  return {
    ...(answer === '' ? {} : { answer }),
    ...(more.length === 0 ? {} : { explanation }),
    ...(sources.length === 0 ? {} : { sources }),
  };
}

function sourceOf(line: string): Sources {
  const { ref, section, url, title, accessed } = sourceLine.exec(line)?.groups ?? {};
  if (ref === undefined || section === undefined || url === undefined) return [];
  return [
    { ref, section, url, ...(title === undefined ? {} : { title }), ...(accessed === undefined ? {} : { accessed }) },
  ];
}
