import type { PlacedQuestion } from '../../src/bank/read.ts';
import { joinFeedback } from './general-feedback.ts';
import { marksOf } from './marks.ts';
import { tagsOf } from './tags.ts';

/**
 * Questions as Moodle XML (docs.moodle.org, "Moodle XML format"), every text as Markdown. A question's name is its id, its category the
 * concept's path; the general feedback holds the short answer, the explanation and the sources; difficulty and the like are tags.
 */
export function writeMoodle(placed: readonly PlacedQuestion[]): string {
  let concept = '';
  const written = placed.flatMap((one) => {
    const category = one.question.concept === concept ? [] : [categoryOf(one.question.concept)];
    concept = one.question.concept;
    return [...category, questionOf(one)];
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${written.join('\n')}\n</quiz>\n`;
}

const categoryOf = (concept: string) => `  <question type="category">
    <category><text>${escaped(`$course$/top/${concept}`)}</text></category>
  </question>`;

function questionOf({ question, authored }: PlacedQuestion): string {
  const marks = marksOf(authored);
  const options = authored.options.map(
    (option, n) => `    <answer fraction="${marks[n]}" format="markdown">
      <text>${escaped(option.text)}</text>
      <feedback format="markdown"><text>${escaped(option.why)}</text></feedback>
    </answer>`,
  );
  const tags = tagsOf(authored).map((tag) => `      <tag><text>${escaped(tag)}</text></tag>`);
  return `  <question type="multichoice">
    <name><text>${escaped(question.id)}</text></name>
    <questiontext format="markdown"><text>${escaped(authored.prompt)}</text></questiontext>
    <generalfeedback format="markdown"><text>${escaped(joinFeedback(authored))}</text></generalfeedback>
    <defaultgrade>1</defaultgrade>
    <penalty>0</penalty>
    <hidden>0</hidden>
    <idnumber>${escaped(authored.slug)}</idnumber>
    <single>${authored.pick === 'one'}</single>
    <shuffleanswers>${authored.order !== 'fixed'}</shuffleanswers>
    <answernumbering>ABCD</answernumbering>
${options.join('\n')}
    <tags>
${tags.join('\n')}
    </tags>
  </question>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

const escaped = (text: string) => text.replace(/[&<>"\r]/g, (sign) => entities[sign] ?? sign);
