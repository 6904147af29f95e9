import { actionId } from '../actions.ts';
import type { Parts, Who } from '../parts.ts';
import type { Reply } from '../platform.ts';
import { findRound } from '../quiz/find-round.ts';
import { titlesOf } from '../quiz/setting.ts';
import type { Round } from '../store/rounds.ts';
import { actions, type Form, message, paragraph } from '../view/message.ts';
import { ofChannels, refusal, runs, say, sayInstead, unknownPress } from '../view/refusals.ts';
import type { Command } from './command.ts';

const reasons = [
  { value: 'wrong key', label: 'An answer is marked wrongly' },
  { value: 'unclear', label: 'It is unclear or ambiguous' },
  { value: 'outdated', label: 'It is out of date' },
  { value: 'mistake', label: 'A spelling or formatting mistake' },
  { value: 'other', label: 'Something else' },
];
const lineLength = 300;

/** `/prep report`: tells a fault in the channel's last question. */
export function reportCommand(): Command {
  return {
    name: 'report',
    about: 'Tell a fault in the last question of this channel',
    usage: 'report',
    options: [],
    async run(parts, who) {
      if (who.asking.channel.kind === 'direct') return ofChannels('Questions are asked in channels');
      const last = await parts.store.rounds.lastRound(who.channel.id);
      if (!last)
        return refusal(
          ['There was no question here yet, so there is nothing to report.'],
          runs('question', 'Ask one now'),
        );
      return reportForm(parts, who, last.id);
    },
  };
}

export async function reportForm(parts: Parts, who: Who, roundId: string): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  return round ? { kind: 'form', form: formOf(parts, round) } : unknownPress();
}

/** Keeps a report; a manager is offered to set the question aside. */
export async function submitReport(
  parts: Parts,
  who: Who,
  roundId: string,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  const reason = reasons.find((one) => one.value === values.reason?.[0]);
  const line = (values.line?.[0] ?? '').trim();
  if (!reason) return { kind: 'invalid', errors: { reason: 'Pick what is wrong.' }, form: formOf(parts, round, line) };
  if ([...line].length > lineLength) {
    return {
      kind: 'invalid',
      errors: { line: `Say it in ${lineLength} characters or fewer.` },
      form: formOf(parts, round, line),
    };
  }
  await parts.store.reports.addReport(round, who.player.id, reason.value, line, who.at);
  const manager = await who.asking.person.isManager();
  return say(
    message(
      paragraph('Thank you. Your report is with whoever keeps the questions.'),
      manager && paragraph('You can set the question aside: it is not asked here any more, and its points stay.'),
      actions(manager && { label: 'Set it aside', action: actionId('aside', round.id) }),
    ),
  );
}

/** A manager takes a question out of the workspace's pool, or puts it back. */
export async function setAside(parts: Parts, who: Who, roundId: string, aside: boolean): Promise<Reply> {
  const round = await findRound(parts, who, roundId);
  if (!round) return unknownPress();
  if (!(await who.asking.person.isManager()))
    return refusal(['Only managers set questions aside. Your report is kept.']);
  if (!aside) {
    await parts.store.history.takeBackSetAside(who.workspace.id, round.question.id);
    return sayInstead(message(paragraph('It can be asked here again.')));
  }
  await parts.store.history.setAside(who.workspace.id, round.question.id, who.player.id, who.at);
  const word = parts.platform(who.workspace.platform).can.workspaceWord;
  return sayInstead(
    message(
      paragraph(`Set aside: it is not asked in this ${word} any more.`),
      actions({ label: 'Undo', action: actionId('unaside', round.id) }),
    ),
  );
}

function formOf(parts: Parts, round: Round, line = ''): Form {
  return {
    form: actionId('report', round.id),
    title: 'Report a question',
    submit: 'Send',
    body: [
      paragraph(`About "${titlesOf(parts, round).concept}". Whoever keeps the questions reads it with your name.`),
    ],
    fields: [
      { kind: 'choose', name: 'reason', label: 'What is wrong?', options: reasons },
      {
        kind: 'text',
        name: 'line',
        label: 'In a line',
        value: line,
        maxLength: lineLength,
        multiline: true,
        optional: true,
      },
    ],
  };
}
