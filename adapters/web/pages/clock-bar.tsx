import type { VNode } from 'preact';
import { instantText } from '../instants.ts';
import type { Place } from '../place.ts';
import { nextFriday, nextMorning } from '../playground/calendar.ts';

/** What the clock is busy with, in words, and how far it is (0 to 1). */
export interface Busy {
  readonly words: string;
  readonly done: number;
}

/** The playground's time and the ways to a later one. */
export function ClockBar(props: { place: Place; now: number; busy: Busy | undefined }): VNode {
  const { place, now, busy } = props;
  const at = (moment: number) => instantText(moment, 'stamp', place.person.zone);
  const waits = busy ? { 'aria-disabled': true as const } : {};
  return (
    <form
      class="clock"
      id="clock"
      aria-label="The playground’s clock"
      method="post"
      hx-post={`/playground/clock?channel=${place.channel.id}&as=${place.person.id}`}
      hx-target="#clock"
      hx-swap="outerMorph"
      hx-sync="this:drop"
    >
      <p class="now">
        <ClockTime at={now} zone={place.person.zone} />
        {busy ? (
          <span class="small">
            <progress max={1} value={busy.done} aria-label="Progress" /> {busy.words}
          </span>
        ) : (
          <span class="small">Playground time</span>
        )}
      </p>
      <button type="submit" class="jump" id="clock-close" name="to" value="close" {...waits}>
        <strong>Close now</strong> <span class="small">show the answer</span>
      </button>
      <button type="submit" class="jump" id="clock-tomorrow" name="to" value="tomorrow" {...waits}>
        <strong>Tomorrow</strong> <span class="small">{at(nextMorning(now))}</span>
      </button>
      <button type="submit" class="jump" id="clock-friday" name="to" value="friday" {...waits}>
        <strong>Friday</strong> <span class="small">{at(nextFriday(now))}</span>
      </button>
    </form>
  );
}

/** The playground's time as this person's clock shows it. */
export function ClockTime({ at, zone }: { at: number; zone: string }): VNode {
  return (
    <time id="clock-time" datetime={new Date(at).toISOString()}>
      {instantText(at, 'stamp', zone)}
    </time>
  );
}
