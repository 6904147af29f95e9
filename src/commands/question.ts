import { actionId } from '../actions.ts';
import { askedTopics } from '../bank/asked-topics.ts';
import type { Bank } from '../bank/load.ts';
import type { Parts, Who } from '../parts.ts';
import { PlatformError, type Reply } from '../platform.ts';
import { askByHand } from '../quiz/ask.ts';
import type { Filter } from '../quiz/choose.ts';
import { chooseNext } from '../quiz/choose-next.ts';
import { takeBackLost } from '../quiz/lost-post.ts';
import { localDateOf } from '../schedule/local-time.ts';
import { countedADay } from '../settings.ts';
import { zoneOfPeriods } from '../standings/periods.ts';
import type { Round } from '../store/rounds.ts';
import { actions, instant, message, paragraph } from '../view/message.ts';
import { postRefused, refusal, runs, say } from '../view/refusals.ts';
import { asTyped } from '../view/words.ts';
import type { Command } from './command.ts';
import { choiceOption } from './options.ts';
import { topicOption } from './topics.ts';

const openMs = 4 * 60 * 60 * 1000;

const difficulties = { 'warm-up': 1, senior: 2, stretch: 3 } as const;

/** `/prep question`: asks the channel one now. */
export function questionCommand(bank: Bank): Command {
  return {
    name: 'question',
    about: 'Ask this channel a question now',
    usage: 'question [topic] [difficulty] [pick]',
    options: [
      choiceOption(
        'difficulty',
        'How hard it should be',
        [
          { value: 'warm-up', label: 'A warm-up' },
          { value: 'senior', label: 'Expected of a senior' },
          { value: 'stretch', label: 'A stretch' },
        ],
        { easy: 'warm-up', warmup: 'warm-up', medium: 'senior', hard: 'stretch' },
      ),
      choiceOption('pick', 'One right answer, or several', [
        { value: 'one', label: 'One right answer' },
        { value: 'several', label: 'Several right answers' },
      ]),
      choiceOption('again', 'Also a question this channel had before', [
        { value: 'repeat', label: 'Repeat an old one' },
      ]),
      topicOption(bank),
    ],
    run: askQuestion,
  };
}

async function askQuestion(parts: Parts, who: Who, options: Readonly<Record<string, string>>): Promise<Reply> {
  const { can } = parts.platform(who.workspace.platform);
  if (who.asking.channel.kind !== 'channel') return say(postRefused('not_a_channel', can));
  const topic = options.topic;
  const found = topic === undefined ? undefined : parts.bank.taxonomy.find(topic);
  if (topic !== undefined && found?.matches.length === 0) {
    const asked = askedTopics(parts.bank);
    const alike = found.near.filter((one) => asked.includes(one));
    const near = alike.length > 0 ? alike : asked.filter((one) => one.level === 'area');
    return refusal(
      [
        `There is no topic "${asTyped(topic, 40)}". ${alike.length > 0 ? 'Did you mean one of these?' : 'These are the areas.'}`,
      ],
      ...near.map((one) => runs(`question ${one.path.split('/').at(-1)}`, one.title)),
    );
  }
  const open = (await parts.store.rounds.openRounds(who.channel.id)).find((round) => round.kind === 'asked');
  if (open && !(await takeBackLost(parts, who, open))) return alreadyOpen(parts, who, open);
  return choose(parts, who, {
    topics: found ? [found.matches[0]?.path ?? ''] : [],
    difficulty: difficulties[options.difficulty as keyof typeof difficulties],
    pick: options.pick as Filter['pick'],
    repeats: options.again === 'repeat',
  });
}

async function choose(parts: Parts, who: Who, wanted: Filter & { repeats: boolean }): Promise<Reply> {
  const chosen = await chooseNext(parts, who, wanted, { repeats: wanted.repeats });
  if (!chosen) return nothingLeft(parts, wanted);
  const localDate = localDateOf(who.at, zoneOfPeriods(who.channel));
  const counts =
    who.channel.settings.counts === 'daily and asked' &&
    (await parts.store.history.countedAsked(who.channel.id, localDate)) < countedADay;
  try {
    const round = await askByHand(parts, who, chosen, {
      kind: 'asked',
      askedBy: who.player.id,
      feedback: 'at once',
      counts,
      localDate,
      openedAt: parts.clock(),
      closesAt: parts.clock() + openMs,
    });
    if (round) return asked(round);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    parts.log.warn({ err: error }, 'a question could not be posted');
    return say(postRefused(error.code, parts.platform(who.workspace.platform).can));
  }
  const open = (await parts.store.rounds.openRounds(who.channel.id)).find((one) => one.kind === 'asked');
  return open ? alreadyOpen(parts, who, open) : choose(parts, who, wanted);
}

function asked(round: Round): Reply {
  return say(
    message(
      paragraph(
        'Your question is open until ',
        instant(round.closesAt),
        '. You can close it once two people have answered, or in ten minutes.',
      ),
      actions(
        { label: 'Close it now', action: actionId('close', round.id) },
        { label: 'How was it chosen?', action: actionId('chosen') },
      ),
    ),
  );
}

function alreadyOpen(parts: Parts, who: Who, round: Round & { message: string | undefined }): Reply {
  const where =
    round.message === undefined
      ? undefined
      : parts.platform(who.workspace.platform).link({
          platform: who.workspace.platform,
          workspace: who.workspace.externalId,
          channel: who.channel.externalId,
          message: round.message,
        });
  return say(
    message(
      paragraph(
        'A question is open here already, until ',
        instant(round.closesAt),
        where !== undefined && ': ',
        where !== undefined && { kind: 'link', text: 'see it', url: where },
        '. Only one asked question is open in a channel at a time.',
      ),
      actions(
        { label: 'My answer', action: actionId('mine', round.id), primary: true },
        { label: 'Close it now', action: actionId('close', round.id) },
      ),
    ),
  );
}

function nothingLeft(parts: Parts, wanted: Filter & { repeats: boolean }): Reply {
  const slug = wanted.topics[0]?.split('/').at(-1);
  const title = wanted.topics[0] === undefined ? undefined : parts.bank.taxonomy.topic(wanted.topics[0])?.title;
  const difficulty = Object.entries(difficulties).find(([, value]) => value === wanted.difficulty)?.[0];
  const described = [difficulty, 'question', wanted.pick && `with ${wanted.pick} right`, title && `on ${title}`]
    .filter(Boolean)
    .join(' ');
  const line = (...words: (string | undefined)[]) => ['question', ...words].filter(Boolean).join(' ');
  return refusal(
    [
      wanted.repeats
        ? `There is no ${described} that can be asked here.`
        : `No ${described} is left that this channel hasn't had.`,
    ],
    ...(difficulty ? [runs(line(slug, wanted.pick), 'Any difficulty')] : []),
    ...(slug ? [runs(line(difficulty, wanted.pick), 'Any topic')] : []),
    // Nothing to repeat either: it would say the same again.
    ...(wanted.repeats ? [] : [runs(line(slug, difficulty, wanted.pick, 'repeat'), 'Repeat an old one')]),
  );
}
