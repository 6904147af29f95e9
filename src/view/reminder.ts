import { actionId } from '../actions.ts';
import type { Channel } from '../store/people.ts';
import type { ReminderMoment } from '../store/reminders.ts';
import { actions, type Button, bold, instant, type Message, message, paragraph } from './message.ts';
import { channelWords } from './words.ts';

/** The way to a person's own choice of when to be reminded. */
export function remindButton(channel: Pick<Channel, 'id'>, label = 'Remind me'): Button {
  return {
    label,
    action: actionId('remind', channel.id),
    describes: 'Choose when I remind you of the daily challenge',
  };
}

/** A private reminder of a question that is open and not answered. */
export function reminder(about: {
  readonly moment: ReminderMoment;
  readonly channel: Pick<Channel, 'id' | 'name'>;
  readonly concept: string;
  readonly closesAt: number;
  /** the address of the question */
  readonly link: string | undefined;
}): Message {
  const { moment, channel, concept } = about;
  return message(
    moment === 'post'
      ? paragraph(
          bold(`${concept}: a new question in ${channelWords(channel.name, 'elsewhere')}.`),
          ' It is open until ',
          instant(about.closesAt),
          '.',
        )
      : paragraph(
          bold(`${concept}: the question in ${channelWords(channel.name, 'elsewhere')} closes soon.`),
          " You haven't answered it yet. It is open until ",
          instant(about.closesAt),
          '.',
        ),
    about.link !== undefined && paragraph({ kind: 'link', text: 'Go to the question', url: about.link }),
    actions(remindButton(channel, 'When I remind you')),
  );
}

/** When to be reminded; only the asker sees it. */
export function reminderChoices(channel: Pick<Channel, 'id' | 'name'>, present: ReminderMoment | undefined): Message {
  const choice = (label: string, value: ReminderMoment | 'never') =>
    (present ?? 'never') !== value && { label, action: actionId('remind', channel.id, value) };
  return message(
    paragraph(
      bold(`Reminders of the daily challenge in ${channelWords(channel.name, 'elsewhere')}.`),
      ` ${now[present ?? 'never']} I only write to you in private, and never when you have answered.`,
    ),
    actions(
      choice('When it is posted', 'post'),
      choice('An hour before it closes', 'close'),
      choice('Not at all', 'never'),
    ),
  );
}

export function reminderChosen(channel: Pick<Channel, 'id' | 'name'>, moment: ReminderMoment | undefined): Message {
  return message(
    paragraph(`${chosen[moment ?? 'never'].replace('{channel}', channelWords(channel.name, 'elsewhere'))}`),
  );
}

const now = {
  post: 'I write to you when it is posted.',
  close: "I write to you an hour before it closes, if you haven't answered.",
  never: "I don't remind you at the moment.",
} as const;

const chosen = {
  post: 'I write to you in private when the daily challenge of {channel} is posted, from the next one on.',
  close: "I write to you in private an hour before the daily challenge of {channel} closes, if you haven't answered.",
  never: "I don't remind you of the daily challenge in {channel} any more.",
} as const;
