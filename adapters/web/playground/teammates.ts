import type { Logger } from 'pino';
import { actionId } from '../../../src/actions.ts';
import type { Clock } from '../../../src/clock.ts';
import type { Door } from '../../../src/platform.ts';
import { rightOptions } from '../../../src/quiz/letters.ts';
import type { PlaygroundsStore } from '../../../src/store/playgrounds.ts';
import type { RoundsStore } from '../../../src/store/rounds.ts';
import type { WebMessage, WebMessagesStore } from '../../../src/store/web-messages.ts';
import { askingAt, channelRef } from '../place.ts';
import { type CastChannel, type CastPerson, channelById, people, playground } from './cast.ts';
import { type OpenQuestion, openQuestion } from './open-question.ts';
import { pickPlaces } from './pick.ts';
import { seeded } from './seeded.ts';

/** A teammate takes at least this long, and at most so much longer (ms). */
const thinkMs = { least: 1_500, more: 6_500 };
/** How far back an open question can be. */
const looksBack = 12;
const [, ...simulated] = people;

/** The people nobody plays: they answer open questions like anybody else, through the engine's door. */
export interface Teammates {
  /** Looks at a message that was posted or edited; if it asks something, they answer over the next seconds. */
  consider(message: WebMessage): Promise<void>;
  /** The same for whatever is open in a channel that somebody has just come to. */
  visit(channel: CastChannel): Promise<void>;
  /** Has these people answer whatever is open in a channel, at once; some may be away (`mayMiss`). */
  answerNow(channel: CastChannel, who: readonly CastPerson[], mayMiss: boolean): Promise<void>;
  /** Forgets who has answered what. */
  forget(): void;
  close(): void;
}

export function createTeammates(parts: {
  door: Door;
  messages: WebMessagesStore;
  rounds: RoundsStore;
  playgrounds: PlaygroundsStore;
  clock: Clock;
  log: Logger;
  isPlayed(person: string): boolean;
}): Teammates {
  const { door, messages, rounds, playgrounds, clock, log, isPlayed } = parts;
  const answered = new Set<string>();
  const thinking = new Map<string, NodeJS.Timeout>();

  /** Answers, unless that was done already. */
  async function answer(channel: CastChannel, person: CastPerson, question: OpenQuestion): Promise<void> {
    const { round, several } = question;
    const key = keyOf(question, person);
    clearTimeout(thinking.get(key));
    thinking.delete(key);
    if (answered.has(key)) return;
    answered.add(key);
    const asked = await rounds.roundById(round);
    if (!asked) return;
    const right = rightOptions(asked).map((option) => asked.optionOrder.indexOf(option));
    const random = seeded(`${person.id} ${asked.question.id}`);
    const picked = pickPlaces({ right, options: asked.optionOrder.length, several }, person.skill, random);
    const asking = askingAt({ channel, person }, clock);
    if (!several) {
      await door.handle(asking, { kind: 'press', action: actionId('answer', round, picked[0] ?? 0) });
      return;
    }
    const reply = await door.handle(asking, { kind: 'press', action: actionId('choose', round) });
    if (reply.kind !== 'form') return;
    const [field] = reply.form.fields;
    if (field?.kind !== 'checks') return;
    const values = field.options.flatMap(({ value }, place) => (picked.includes(place) ? [value] : []));
    await door.handle(asking, { kind: 'submit', form: reply.form.form, values: { [field.name]: values } });
  }

  async function consider(message: WebMessage): Promise<void> {
    const channel = channelById(message.channel);
    const question = openQuestion(message.message);
    if (!channel || !question || (await playgrounds.choices(playground.id)).justMe) return;
    for (const person of simulated) {
      const key = keyOf(question, person);
      if (answered.has(key) || thinking.has(key) || isPlayed(person.id)) continue;
      const think = async () => {
        thinking.delete(key);
        if (isPlayed(person.id) || (await playgrounds.choices(playground.id)).justMe) return;
        await answer(channel, person, question);
      };
      const act = () => void think().catch((error: unknown) => log.warn({ err: error }, 'a teammate failed'));
      thinking.set(key, setTimeout(act, thinkMs.least + seeded(`${key} thinks`)() * thinkMs.more));
    }
  }

  async function open(channel: CastChannel): Promise<readonly WebMessage[]> {
    const latest = await messages.latest(channelRef({ channel }), looksBack);
    return latest.filter(({ message }) => openQuestion(message));
  }

  return {
    consider,
    async visit(channel) {
      for (const message of await open(channel)) await consider(message);
    },
    async answerNow(channel, who, mayMiss) {
      for (const { message } of await open(channel)) {
        const question = openQuestion(message);
        if (!question) continue;
        for (const person of who) {
          if (mayMiss && seeded(`${keyOf(question, person)} is away`)() < awayShare) continue;
          await answer(channel, person, question);
        }
      }
    },
    forget() {
      answered.clear();
      for (const timer of thinking.values()) clearTimeout(timer);
      thinking.clear();
    },
    close() {
      for (const timer of thinking.values()) clearTimeout(timer);
      thinking.clear();
    },
  };
}

function keyOf({ round }: OpenQuestion, person: CastPerson): string {
  return `${round} ${person.id}`;
}

/** A question is missed by a person this often in made-up play, so that streaks differ. */
const awayShare = 0.06;
