import { describe, it } from 'vitest';
import { dailyCases } from './daily.case.ts';
import type { Descriptor } from './descriptor.ts';
import { hostileCases } from './hostile.case.ts';
import { type Play, playOn } from './play.ts';
import { quizCases } from './quiz.case.ts';
import { secretCases } from './secrets.case.ts';
import { suggestCases } from './suggest.case.ts';
import { talkCases } from './talk.case.ts';

/** What every platform must do, by its name in the list of tests. */
export type Cases = Readonly<Record<string, (play: Play) => Promise<void>>>;

const rooms: Readonly<Record<string, Cases>> = {
  'a question': quizCases,
  'the daily challenge': dailyCases,
  'what can be said to Prep': talkCases,
  suggestions: suggestCases,
  'hostile text': hostileCases,
  'what nobody may learn': secretCases,
};

/**
 * Runs every case on a platform, each on a stage of its own. What a platform can't have is skipped by name, and the
 * reason is printed; a name that no case has is a fault of the descriptor.
 */
export function conformance({ platform, open, skips }: Descriptor): void {
  const reasons = new Map(skips.flatMap(({ reason, tests }) => tests.map((name) => [name, reason] as const)));
  const known = Object.values(rooms).flatMap((cases) => Object.keys(cases));
  const unknown = [...reasons.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${platform} skips cases that don't exist: ${unknown.join('; ')}`);
  for (const [name, reason] of reasons) console.log(`${platform}: skipped "${name}": ${reason}`);

  // Side by side: each case has a stage of its own, and most of its time is the pace that a platform is sent to at.
  describe.concurrent(`${platform} conforms`, () => {
    for (const [room, cases] of Object.entries(rooms)) {
      describe(room, () => {
        for (const [name, run] of Object.entries(cases)) {
          it.skipIf(reasons.has(name))(name, async () => {
            const stage = await open();
            try {
              await run(await playOn(stage));
            } finally {
              await stage.close();
            }
          });
        }
      });
    }
  });
}
