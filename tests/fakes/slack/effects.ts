import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect, World } from './world.ts';

/** How long a use case may take until its first effect is seen, and how long a private one may come after a public one (ms). */
const effectWithinMs = 8_000;
const privateAfterMs = 200;

type Whose = 'own' | 'shared' | 'no';

/** What an act is known by in its effects. */
export interface Act {
  readonly team: string;
  readonly person: string;
  /** undefined: a form's, whose answer may come anywhere */
  readonly channel: string | undefined;
  readonly trigger: string;
  readonly responsePath: string | undefined;
}

/** Whether an effect is the act's own, one that everybody sees, or somebody else's. */
export function whoseEffect(act: Act, effect: Effect): Whose {
  if (effect.team !== act.team) return 'no';
  if (effect.trigger === act.trigger) return 'own';
  // A form has no address of its own: it answers by that of what it was opened from.
  const mayBeForms = act.responsePath === undefined && effect.person === act.person;
  if (effect.responsePath !== undefined) return effect.responsePath === act.responsePath || mayBeForms ? 'own' : 'no';
  if (effect.person !== undefined) return effect.person === act.person ? 'own' : 'no';
  return act.channel === undefined || effect.channel === act.channel ? 'shared' : 'no';
}

/** Waits for an effect that is the act's own, or for a public one and then a moment longer for a private one. */
export function firstEffect(world: World, whose: (effect: Effect) => Whose) {
  const { effects } = world;
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const onEffect = (effect: Effect) => {
    const kind = whose(effect);
    if (kind === 'own') finish();
    if (kind === 'shared') setTimeout(finish, privateAfterMs).unref();
  };
  effects.on('effect', onEffect);
  const patience = new AbortController();
  const late = sleep(effectWithinMs, undefined, { signal: patience.signal }).catch(() => {});
  const come = Promise.race([done, late]).finally(() => {
    effects.off('effect', onEffect);
    patience.abort();
  });
  return { come, stop: () => finish() };
}
