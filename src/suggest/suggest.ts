import { nanoid } from 'nanoid';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { localDateOf } from '../schedule/local-time.ts';
import { say, sayInstead } from '../view/refusals.ts';
import {
  alreadyDecided,
  enoughOpen,
  ownSuggestions,
  suggestionForm,
  suggestionKept,
  suggestionsMuted,
  withdrawn,
} from '../view/suggestions.ts';
import { noFields, type SuggestionFields } from './fields.ts';
import { readSuggestion } from './read.ts';

/** So many suggestions of one person wait at a time. */
export const mostOpen = 3;
/** How far back a person's own list goes. */
const shownOwn = 8;

export type Values = Readonly<Record<string, readonly string[]>>;

/** Opens the form of a new suggestion, for whoever may send one. */
export async function openSuggestionForm(parts: Parts, who: Who): Promise<Reply> {
  if (await parts.store.suggestions.isMuted(who.player.id)) return say(suggestionsMuted());
  const own = await parts.store.suggestions.suggestionsOf(who.workspace.id, who.player.id, mostOpen);
  if (own.filter(({ state }) => state === 'open').length >= mostOpen) return say(enoughOpen(mostOpen));
  return { kind: 'form', form: suggestionForm(noFields) };
}

/** Takes a suggestion; whatever is wrong with it, the form stays open with all that was typed. */
export async function submitSuggestion(parts: Parts, who: Who, values: Values): Promise<Reply> {
  const typed = typedFields(values);
  const read = readSuggestion(typed, parts.bank.taxonomy, { key: newKey(), on: localDate(who) });
  if ('errors' in read) return { kind: 'invalid', errors: read.errors, form: suggestionForm(typed) };
  const from = {
    id: nanoid(),
    workspace: who.workspace.id,
    channel: who.channel.id,
    player: who.player.id,
  };
  const kept = await parts.store.suggestions.suggest(from, read.question, mostOpen, who.at);
  if (kept === 'muted') return say(suggestionsMuted());
  if (kept === 'full') {
    const errors = {
      prompt: `${mostOpen} of yours wait already. Withdraw one with /prep suggest mine, then send this.`,
    };
    return { kind: 'invalid', errors, form: suggestionForm(typed) };
  }
  return say(suggestionKept(from.id));
}

/** What the person suggested and what came of it. */
export async function showOwnSuggestions(parts: Parts, who: Who): Promise<Reply> {
  return say(ownSuggestions(await parts.store.suggestions.suggestionsOf(who.workspace.id, who.player.id, shownOwn)));
}

export async function withdrawSuggestion(parts: Parts, who: Who, id: string): Promise<Reply> {
  const done = await parts.store.suggestions.withdraw(who.workspace.id, id, who.player.id, who.at);
  return sayInstead(done ? withdrawn() : alreadyDecided('author'));
}

export function typedFields(values: Values): SuggestionFields {
  // Browsers send two characters for a line break, which the limits don't count.
  const first = (name: keyof SuggestionFields) => (values[name]?.[0] ?? '').replaceAll('\r\n', '\n');
  return {
    topic: first('topic'),
    prompt: first('prompt'),
    options: first('options'),
    right: first('right'),
    why: first('why'),
  };
}

export const newKey = (): string => nanoid(10);

export function localDate(who: Who): string {
  return localDateOf(who.at, who.channel.zone ?? who.player.zone ?? 'UTC');
}
