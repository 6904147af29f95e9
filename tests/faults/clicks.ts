import { actionId } from '../../src/actions.ts';
import type { Asking } from '../../src/platform.ts';
import type { Round } from '../../src/store/rounds.ts';
import { plainText } from '../../src/view/plain-text.ts';
import type { Arena } from './arena.ts';

/** The first `howMany` people press a letter, and some of them think again. Who was told that it is in is added to `accepted`. */
export async function answerOpen(
  arena: Arena,
  round: Round,
  message: string,
  accepted: Set<string>,
  howMany: number,
): Promise<void> {
  await Promise.all(
    arena.people.slice(0, howMany).map(async (person) => {
      await pick(arena, round, message, accepted, person);
      if (arena.random() < 0.3) await pick(arena, round, message, accepted, person);
    }),
  );
}

/** People press a letter in the last moment, while the round is being closed. */
export async function answerLate(arena: Arena, round: Round, message: string, accepted: Set<string>): Promise<void> {
  await Promise.all(arena.people.map((person) => pick(arena, round, message, accepted, person)));
}

async function pick(arena: Arena, round: Round, message: string, accepted: Set<string>, person: string): Promise<void> {
  const { engine, random } = arena;
  const letters = round.question.options.map((_, place) => place);
  const one = letters[Math.floor(random() * letters.length)] ?? 0;
  const some = letters.filter((place) => place === one || random() < 0.3);
  const asking = askingOf(arena, person);
  const press = (action: string) => engine.handle(asking, { kind: 'press', action, message });
  let reply = await press(
    round.question.pick === 'one' ? actionId('answer', round.id, one) : actionId('choose', round.id),
  );
  if (reply.kind === 'form') {
    const values = { picked: some.map(String) };
    reply = await engine.handle(asking, { kind: 'submit', form: reply.form.form, values });
  }
  if (reply.kind === 'message' && / (is|are) in\./.test(plainText(reply.message, () => ''))) accepted.add(person);
}

function askingOf({ chat, people, now }: Arena, person: string): Asking {
  const name = `Person ${people.indexOf(person)}`;
  return {
    platform: chat.access.platform,
    workspace: { id: chat.workspace, name: 'Acme' },
    channel: { id: chat.channel, name: 'backend', kind: 'channel' },
    person: { id: person, profile: async () => ({ name, zone: 'UTC' }), isManager: async () => true },
    receivedAt: now(),
  };
}
