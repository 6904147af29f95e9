import { nanoid } from 'nanoid';
import { revisionOf } from '../src/bank/format.ts';
import type { PlatformName } from '../src/platform.ts';
import type { BenchStage } from './stage.ts';

/** Opens `count` rounds with one right answer, answered at the reveal, in one channel; their ids. */
export async function openRounds(
  { store, bank }: BenchStage,
  place: { readonly platform: PlatformName; readonly workspace: string; readonly channel: string },
  count: number,
): Promise<string[]> {
  const workspace = await store.people.ensureWorkspace(place.platform, place.workspace, 'Bench', Date.now());
  const channel = await store.people.ensureChannel(workspace.id, place.channel, 'bench');
  const asker = await store.people.ensurePlayer(workspace.id, 'asker', { name: 'Ana' }, Date.now());
  const question = [...bank.questions.values()].find((one) => one.pick === 'one');
  if (!question) throw new Error('the bank has no question with one right answer');
  const ids = Array.from({ length: count }, () => nanoid());
  for (const id of ids) {
    await store.rounds.openRound({
      id,
      workspace: workspace.id,
      channel: channel.id,
      kind: 'extra',
      occurrence: undefined,
      askedBy: asker.id,
      question,
      revision: revisionOf(question),
      optionOrder: question.options.map((_, index) => index),
      feedback: 'at reveal',
      counts: true,
      localDate: '2026-11-24',
      weekStart: '2026-11-23',
      monthStart: '2026-11-01',
      challengeDay: undefined,
      because: undefined,
      late: undefined,
      openedAt: Date.now(),
      closesAt: Date.now() + 24 * 60 * 60 * 1000,
    });
  }
  return ids;
}
