import { type CastPerson, channels } from './cast.ts';
import type { Teammates } from './teammates.ts';
import type { World } from './world.ts';

/** More than this is due on no day; whatever goes round in circles ends. */
const mostPerRun = 2_000;

/**
 * Takes the playground to a later moment. Time passes from one due thing to the next, so that everything happens as it
 * would have: each question is asked, answered by `who` and closed on its day. `onStep` hears of each moment on the way.
 */
export async function travelTo(
  target: number,
  parts: { world: World; teammates: Teammates; who: readonly CastPerson[]; mayMiss: boolean },
  onStep: (at: number) => void,
): Promise<void> {
  const { world, teammates, who, mayMiss } = parts;
  const answerAll = async () => {
    for (const channel of channels) await teammates.answerNow(channel, who, mayMiss);
  };
  await answerAll();
  for (let steps = 0; steps < mostPerRun; steps += 1) {
    const due = await world.nextDue();
    if (due === undefined || due > target) break;
    // What is overdue happens now: time never goes back.
    await world.set(Math.max(due, world.now()));
    await world.sweep();
    await answerAll();
    onStep(world.now());
  }
  await world.set(target);
  await world.sweep();
  await answerAll();
  onStep(target);
}
