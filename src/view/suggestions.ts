import { actionId } from '../actions.ts';
import { revisionOf } from '../bank/format.ts';
import { letterAt } from '../quiz/letters.ts';
import type { Suggestion } from '../store/suggestions.ts';
import { type FieldName, fieldLimits, type SuggestionFields } from '../suggest/fields.ts';
import { parseInline, parseMarkdown } from './markdown.ts';
import {
  actions,
  bold,
  type Choice,
  type Form,
  inlines,
  type Message,
  message,
  note,
  paragraph,
  said,
} from './message.ts';
import { inlineText } from './plain-text.ts';
import { runs } from './refusals.ts';
import { asTyped } from './words.ts';

export const reasonLimit = 200;

const labels: Readonly<Record<FieldName, string>> = {
  topic: 'Topic',
  prompt: 'Question',
  options: 'Options: four or five, one a line',
  right: 'Which are right? Their letters',
  why: 'Why: the short answer, then the rest',
};
const placeholders: Readonly<Record<FieldName, string>> = {
  topic: 'indexes, HTTP caching, Python …',
  prompt: 'What does somebody have to decide or predict?',
  options: 'They get letters in this order',
  right: 'b, or a c',
  why: 'A line such as "B: …" is about that option alone',
};

/** The form of a suggestion: a new one, or a manager's changes to `amended`. Five fields are the most that a platform has. */
export function suggestionForm(fields: SuggestionFields, amended?: string): Form {
  const field = (name: FieldName, multiline: boolean) => ({
    kind: 'text' as const,
    name,
    label: labels[name],
    placeholder: placeholders[name],
    value: cut(fields[name], fieldLimits[name]),
    maxLength: fieldLimits[name],
    multiline,
    optional: false,
  });
  return {
    form: amended === undefined ? actionId('suggest') : actionId('amend', amended),
    title: amended === undefined ? 'Suggest a question' : 'Edit the suggestion',
    submit: amended === undefined ? 'Send' : 'Save',
    fields: [
      field('topic', false),
      field('prompt', true),
      field('options', true),
      field('right', false),
      field('why', true),
    ],
  };
}

export function suggestionKept(id: string): Message {
  return message(
    paragraph(
      'It waits for a manager, who sees it with ',
      ...said('`/prep suggest queue`.'),
      ' I tell you privately what comes of it.',
    ),
    actions({ label: 'Withdraw', action: actionId('withdraw', id) }, runs('suggest mine', 'What I suggested')),
  );
}

export function enoughOpen(most: number): Message {
  return message(
    paragraph(`${most} of your suggestions wait for a manager. Withdraw one, or wait until one is decided.`),
    actions(runs('suggest mine', 'What I suggested')),
  );
}

export function suggestionsMuted(): Message {
  return message(paragraph('Managers take no suggestions from you here at the moment. Nothing was saved.'));
}

export function withdrawn(): Message {
  return message(paragraph('Withdrawn: nobody sees it any more.'), actions(runs('suggest', 'Suggest another')));
}

/** Said to a manager, or to its author, who may not see the queue. */
export function alreadyDecided(reader: 'manager' | 'author' = 'manager'): Message {
  return message(
    paragraph('This one was decided or withdrawn already. Nothing was changed.'),
    actions(reader === 'manager' ? runs('suggest queue', 'Show the next') : runs('suggest mine', 'What I suggested')),
  );
}

/** `place`: how many of the queue stand before it. */
export function changedMeanwhile(place: number): Message {
  return message(
    paragraph('Somebody changed it after you opened it, so it is not approved yet. Please read it again.'),
    actions({ label: 'Show it', action: actionId('suggestions', place) }),
  );
}

/** What a person suggested, newest first; open ones can be withdrawn. */
export function ownSuggestions(own: readonly Suggestion[]): Message {
  if (own.length === 0)
    return message(paragraph("You haven't suggested a question here yet."), actions(runs('suggest', 'Suggest one')));
  const open = own.filter(({ state }) => state === 'open');
  return message(
    paragraph(bold('What you suggested')),
    { kind: 'lines', lines: own.map((one) => inlines(`${beginning(one)}: `, bold(stateWords(one)))) },
    note('Only you see this.'),
    actions(
      ...open.map((one) => ({
        label: `Withdraw ${asTyped(beginning(one), 30)}`,
        action: actionId('withdraw', one.id),
      })),
    ),
  );
}

function stateWords({ state, reason }: Suggestion): string {
  if (state === 'open') return 'waits for a manager';
  if (state === 'approved') return 'is asked here';
  return state === 'withdrawn' ? 'withdrawn' : `not taken. ${reason ?? ''}`;
}

/** A suggestion whole, as a manager decides about it. Approving names what was seen, so that nobody approves a change unread. */
export function queued(suggestion: Suggestion, title: string, queue?: { place: number; of: number }): Message {
  const { id, question, author } = suggestion;
  const waiting = queue === undefined ? 'Saved. ' : `${queue.place + 1} of ${queue.of}. `;
  return message(
    { kind: 'heading', text: title },
    { kind: 'prose', prose: parseMarkdown(question.prompt) },
    { kind: 'choices', choices: question.options.map(choice) },
    { kind: 'prose', prose: parseMarkdown(question.explanation) },
    note(`${waiting}Suggested by ${author.name}. Nobody has run or checked it.`),
    actions(
      { label: 'Approve', action: actionId('approve', id, seenAs(suggestion)), primary: true },
      { label: 'Edit', action: actionId('amend', id) },
      { label: 'Refuse', action: actionId('refuse', id) },
      { label: 'Mute the author', action: actionId('mute', id), describes: asTyped(`Mute ${author.name}`, 75) },
      queue !== undefined &&
        queue.of > 1 && { label: 'Next', action: actionId('suggestions', (queue.place + 1) % queue.of) },
    ),
  );
}

/** What a suggestion says at a moment, in few characters. */
export function seenAs({ question }: Suggestion): string {
  return revisionOf(question).slice(0, 12);
}

function choice(option: Suggestion['question']['options'][number], n: number): Choice {
  return {
    letter: letterAt(n),
    content: parseInline(option.text),
    ...(option.right ? { mark: 'right' as const } : {}),
    ...(option.why === '' ? {} : { why: parseInline(option.why) }),
  };
}

export function queueEmpty(mutedPeople: readonly { id: string; name: string }[]): Message {
  return message(
    paragraph('No suggestion waits here. ', ...said('`/prep suggest`'), ' takes one from anybody.'),
    mutedPeople.length > 0 && note(`Muted: ${mutedPeople.map(({ name }) => name).join(', ')}.`),
    actions(
      ...mutedPeople
        .slice(0, 5)
        .map(({ id, name }) => ({ label: asTyped(`Unmute ${name}`, 40), action: actionId('unmute', id) })),
    ),
  );
}

export function approvedHere({ author }: Suggestion, title: string, told: boolean): Message {
  return message(
    paragraph(`Approved: it can be asked here from now on, under ${title}. ${toldWords(author.name, told)}`),
    actions(runs('suggest queue', 'Show the next')),
  );
}

export function refusedHere({ author }: Suggestion, told: boolean): Message {
  return message(
    paragraph(`Not taken. ${toldWords(author.name, told)}`),
    actions(runs('suggest queue', 'Show the next')),
  );
}

function toldWords(name: string, told: boolean): string {
  return told ? `I told ${name}.` : `I couldn't send ${name} a private message; it stands under what they suggested.`;
}

export function toldApproved(title: string): Message {
  return message(paragraph(`Your question on ${title} was approved: it can be asked from now on. Thank you.`));
}

export function toldRefused(title: string, reason: string): Message {
  return message(
    paragraph(`Your question on ${title} was not taken. A manager says: ${reason}`),
    paragraph('You can send another one.'),
  );
}

export function reasonForm(suggestion: Suggestion, title: string, reason: string): Form {
  return {
    form: actionId('refuse', suggestion.id),
    title: 'Refuse a suggestion',
    submit: 'Refuse',
    body: [paragraph(`"${beginning(suggestion)}" on ${title}, by ${suggestion.author.name}.`)],
    fields: [
      {
        kind: 'text',
        name: 'reason',
        label: 'Why? Its author reads this',
        value: cut(reason, reasonLimit),
        maxLength: reasonLimit,
        multiline: true,
        optional: false,
      },
    ],
  };
}

export function muted({ id, name }: Suggestion['author']): Message {
  return message(
    paragraph(`Muted: what ${name} suggests is neither taken nor shown here.`),
    actions({ label: 'Unmute', action: actionId('unmute', id) }, runs('suggest queue', 'Show the next')),
  );
}

export function unmuted(): Message {
  return message(
    paragraph('Unmuted: their suggestions are taken and shown again.'),
    actions(runs('suggest queue', `Show the queue`)),
  );
}

/** As much as a field takes, without half a character at its end; more than that only comes from somebody who evades the form. */
function cut(typed: string, most: number): string {
  return typed.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

/** How a prompt begins, in a line of ours. */
function beginning({ question }: Suggestion): string {
  const [first] = parseMarkdown(question.prompt);
  const text = first?.kind === 'paragraph' ? inlineText(first.content, () => '') : question.prompt;
  return asTyped(text, 60);
}
