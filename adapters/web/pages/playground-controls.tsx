import type { VNode } from 'preact';
import type { PlaygroundChoices } from '../../../src/store/playgrounds.ts';
import type { Place } from '../place.ts';

/** What can be done with the playground as a whole. `canTravel`: its time is its own. */
export function PlaygroundControls(props: {
  place: Place;
  choices: PlaygroundChoices;
  canTravel: boolean;
  busy: boolean;
}): VNode {
  const { place, choices, canTravel, busy } = props;
  const waits = busy ? { 'aria-disabled': true as const } : {};
  const to = (deed: string) => `/playground/${deed}?channel=${place.channel.id}&as=${place.person.id}`;
  return (
    <section class="controls" id="controls" aria-labelledby="controls-title">
      <h2 id="controls-title">This playground</h2>
      {choices.madeUp && <p class="made-up">Part of its history is made up.</p>}
      <button
        type="submit"
        class="switch"
        id="just-me"
        role="switch"
        aria-checked={!!choices.justMe}
        hx-post={to('just-me')}
        hx-swap="none"
      >
        Just me
        <span class="small">{choices.justMe ? 'teammates are off' : 'teammates answer by themselves'}</span>
      </button>
      {canTravel && (
        <>
          <button type="submit" class="plain-button" id="fill" hx-post={to('fill')} hx-swap="none" {...waits}>
            Fill four weeks of made-up play
          </button>
          <button type="submit" class="plain-button" id="start-over" data-opens="start-over-dialog" {...waits}>
            Start over
          </button>
        </>
      )}
    </section>
  );
}

/** Asks before everything is forgotten. */
export function StartOverDialog({ place }: { place: Place }): VNode {
  return (
    <dialog class="dialog" id="start-over-dialog" aria-labelledby="start-over-title">
      <form
        method="post"
        hx-post={`/playground/start-over?channel=${place.channel.id}&as=${place.person.id}`}
        hx-swap="none"
      >
        <h2 class="heading" id="start-over-title">
          Start over?
        </h2>
        <p>Every question, answer and point of this playground is deleted. A new one begins with today’s question.</p>
        <div class="actions">
          <button type="submit" class="button primary">
            Delete and start over
          </button>
          <button class="button" type="button" data-close="">
            Keep it
          </button>
        </div>
      </form>
    </dialog>
  );
}
