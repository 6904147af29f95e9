import type { ComponentChildren, VNode } from 'preact';
import type { Suggestion } from '../../../src/platform.ts';
import { addressOf, type Place } from '../place.ts';

/** The command line with completion: a combobox by the ARIA practice, its keys in assets/page.js. */
export function Composer({ place, children }: { place: Place; children: ComponentChildren }): VNode {
  return (
    <form
      id="composer"
      class="composer"
      method="post"
      hx-post={addressOf(place, 'line')}
      hx-swap="none"
      hx-sync="this:drop"
      autocomplete="off"
    >
      {children}
      <div id="suggestions-place">
        <Suggestions suggestions={[]} />
      </div>
      <div class="command">
        <label for="line">
          <span class="unseen">Command: </span>/prep
        </label>
        <input
          id="line"
          name="line"
          type="text"
          role="combobox"
          aria-expanded="false"
          aria-controls="suggestions"
          aria-autocomplete="list"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="send"
          maxLength={12_000}
          placeholder="question, leaderboard, stats, help"
          hx-get={addressOf(place, 'complete')}
          hx-trigger="input changed delay:60ms, suggest"
          hx-target="#suggestions"
          hx-swap="outerHTML"
          hx-sync="this:replace"
        />
        <button type="submit" class="button primary">
          Send
        </button>
      </div>
    </form>
  );
}

/** The list that belongs to the command line; empty means closed. */
export function Suggestions({ suggestions }: { suggestions: readonly Suggestion[] }): VNode {
  return (
    <div id="suggestions" role="listbox" aria-label="Suggestions" hidden={suggestions.length === 0}>
      {suggestions.map(({ value, label }, index) => (
        <div role="option" tabIndex={-1} id={`suggestion-${index}`} aria-selected="false" data-value={value}>
          <code>{value.trim()}</code>
          {label !== value.trim() && <span class="offered">{label}</span>}
        </div>
      ))}
    </div>
  );
}
