import { revisionOf } from '../bank/format.ts';
import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import type { Suggestion } from '../store/suggestions.ts';
import type { Message } from '../view/message.ts';
import { refusal, runs, say, sayInstead } from '../view/refusals.ts';
import {
  alreadyDecided,
  approvedHere,
  changedMeanwhile,
  muted,
  queued,
  queueEmpty,
  reasonForm,
  reasonLimit,
  refusedHere,
  seenAs,
  suggestionForm,
  toldApproved,
  toldRefused,
  unmuted,
} from '../view/suggestions.ts';
import { asTyped } from '../view/words.ts';
import { fieldsOf } from './fields.ts';
import { readSuggestion } from './read.ts';
import { localDate, newKey, typedFields, type Values } from './suggest.ts';

/** Shows what waits, one at a time: the oldest after the first `passed` ones. */
export async function showQueue(parts: Parts, who: Who, passed: number): Promise<Reply> {
  if (!(await who.asking.person.isManager())) return managersOnly();
  const queue = await parts.store.suggestions.queue(who.workspace.id);
  const place = passed < queue.length ? passed : 0;
  const suggestion = queue[place];
  if (suggestion === undefined) return say(queueEmpty(await parts.store.suggestions.muted(who.workspace.id)));
  return say(queued(suggestion, titleOf(parts, suggestion), { place, of: queue.length }));
}

/** Makes the suggestion a question of this workspace alone, if it still says what this manager saw; its author is told. */
export function approve(parts: Parts, who: Who, id: string, seen: string): Promise<Reply> {
  return deciding(parts, who, id, async (suggestion) => {
    if (seenAs(suggestion) !== seen) {
      const queue = await parts.store.suggestions.queue(who.workspace.id);
      const place = queue.findIndex((one) => one.id === id);
      return say(changedMeanwhile(Math.max(0, place)));
    }
    const { question } = suggestion;
    const approved = { question, revision: revisionOf(question), by: who.player.id };
    if (!(await parts.store.suggestions.approve(who.workspace.id, id, approved, who.at))) return say(alreadyDecided());
    const title = titleOf(parts, suggestion);
    const told = await tellAuthor(parts, who, suggestion, toldApproved(title));
    return sayInstead(approvedHere(suggestion, title, told));
  });
}

export function refuseForm(parts: Parts, who: Who, id: string): Promise<Reply> {
  return deciding(parts, who, id, async (suggestion) => ({
    kind: 'form',
    form: reasonForm(suggestion, titleOf(parts, suggestion), ''),
  }));
}

/** Refuses a suggestion with a reason, which its author reads. */
export function submitRefusal(parts: Parts, who: Who, id: string, values: Values): Promise<Reply> {
  const reason = (values.reason?.[0] ?? '').trim();
  return deciding(parts, who, id, async (suggestion) => {
    const title = titleOf(parts, suggestion);
    if (reason === '' || [...reason].length > reasonLimit) {
      const wrong = reason === '' ? 'Say why: its author reads it.' : `Say it in ${reasonLimit} characters or fewer.`;
      return { kind: 'invalid', errors: { reason: wrong }, form: reasonForm(suggestion, title, reason) };
    }
    const words = asTyped(reason, reasonLimit);
    if (!(await parts.store.suggestions.refuse(who.workspace.id, id, who.player.id, words, who.at)))
      return say(alreadyDecided());
    return say(refusedHere(suggestion, await tellAuthor(parts, who, suggestion, toldRefused(title, words))));
  });
}

export function amendForm(parts: Parts, who: Who, id: string): Promise<Reply> {
  return deciding(parts, who, id, async (suggestion) => ({
    kind: 'form',
    form: suggestionForm(fieldsOf(suggestion.question, titleOf(parts, suggestion)), id),
  }));
}

/** Keeps a manager's changes and shows the suggestion again, still to be decided. */
export function submitAmended(parts: Parts, who: Who, id: string, values: Values): Promise<Reply> {
  return deciding(parts, who, id, async (suggestion) => {
    const typed = typedFields(values);
    const read = readSuggestion(typed, parts.bank.taxonomy, { key: newKey(), on: localDate(who) });
    if ('errors' in read) return { kind: 'invalid', errors: read.errors, form: suggestionForm(typed, id) };
    if (!(await parts.store.suggestions.amend(who.workspace.id, id, read.question))) return say(alreadyDecided());
    const amended = { ...suggestion, question: read.question };
    return say(queued(amended, titleOf(parts, amended)));
  });
}

/** Takes and shows no more of its author's suggestions until somebody unmutes them; they find out when they try. */
export function mute(parts: Parts, who: Who, id: string): Promise<Reply> {
  return deciding(parts, who, id, async ({ author }) => {
    await parts.store.suggestions.mute(who.workspace.id, author.id, who.player.id, who.at);
    return sayInstead(muted(author));
  });
}

export async function unmute(parts: Parts, who: Who, player: string): Promise<Reply> {
  if (!(await who.asking.person.isManager())) return managersOnly();
  await parts.store.suggestions.unmute(who.workspace.id, player);
  return sayInstead(unmuted());
}

/** A manager's act on a suggestion of this workspace that is still open. */
async function deciding(
  parts: Parts,
  who: Who,
  id: string,
  act: (suggestion: Suggestion) => Promise<Reply>,
): Promise<Reply> {
  if (!(await who.asking.person.isManager())) return managersOnly();
  const suggestion = await parts.store.suggestions.suggestion(who.workspace.id, id);
  return suggestion?.state === 'open' ? act(suggestion) : say(alreadyDecided());
}

function managersOnly(): Reply {
  return refusal(
    ['Only managers decide about suggestions here. Nothing was changed.'],
    runs('suggest mine', 'What I suggested'),
  );
}

/** True if it reached them; whoever takes no private messages finds it under `/prep suggest mine`. */
async function tellAuthor(parts: Parts, who: Who, { author }: Suggestion, words: Message): Promise<boolean> {
  const { platform, externalId } = who.workspace;
  try {
    await parts.platform(platform).tell({ platform, workspace: externalId, person: author.externalId }, words);
    return true;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error }, 'the author of a suggestion could not be told');
    return false;
  }
}

function titleOf(parts: Parts, { question }: Suggestion): string {
  return parts.bank.taxonomy.topic(question.concept)?.title ?? question.concept;
}
