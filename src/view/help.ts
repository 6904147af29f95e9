import { actions, code, inlines, type Message, message, paragraph, said } from './message.ts';
import { runs } from './refusals.ts';

export const helpTopics = ['daily', 'points', 'streaks', 'privacy'] as const;
export type HelpTopic = (typeof helpTopics)[number];

/** What Prep does, one line a subcommand; only what works is listed. */
export function help(): Message {
  const line = (usage: string, does: string) => inlines(code(`/prep ${usage}`), ` ${does}`);
  return message(
    paragraph('Prep asks interview questions and says why each answer is right.'),
    {
      kind: 'lines',
      lines: [
        line('question [topic] [difficulty]', 'asks this channel one now'),
        line('answer b', 'answers the open question by its letter'),
        line('daily', 'shows when the daily challenge comes, and changes it'),
        line('leaderboard [week | month | all]', 'shows who leads'),
        line('stats', 'shows your points and streak, to you alone'),
        line('report', 'tells a fault in the last question'),
        line('suggest', 'takes a question of your own, for this place alone'),
        line('settings', 'is how Prep behaves in this channel'),
      ],
    },
    paragraph('More: ', code('/prep help daily'), ', ', code('points'), ', ', code('streaks'), ', ', code('privacy')),
    actions(
      runs('help daily', 'The daily challenge'),
      runs('help points', 'Points'),
      runs('help streaks', 'Streaks'),
      runs('help privacy', 'Privacy'),
    ),
  );
}

export function helpOn(topic: HelpTopic): Message {
  return message(...texts[topic].map((words) => paragraph(said(words))));
}

/** The rule by which the next question is chosen. */
export function howChosen(): Message {
  return message(
    paragraph(
      "I take questions that fit what was asked for, that this channel hasn't had, and that nobody else here had in the last seven days.",
    ),
    paragraph(
      "Of those I take the area that is furthest below its share of this channel's last 24 questions: all areas alike, unless the settings lean on the learning or the demand order.",
    ),
    paragraph('Of that area I take the difficulty of which about 7 of 10 answers are right here, and of that any one.'),
    paragraph(
      'When a daily challenge has used everything up, the question that was asked the longest ago comes again, and says so.',
    ),
  );
}

const texts: Readonly<Record<HelpTopic, readonly string[]>> = {
  daily: [
    '`/prep daily at 09:00 Berlin mon-fri python closes 17:00` sets the time, and whatever else you say; `/prep daily change` opens a form.',
    "`/prep daily now` posts today's, `/prep daily why` says why it was chosen, `/prep daily off` stops it. `/prep daily status` tells when the last ten came, and why one did not.",
    '`/prep daily pause until 3 Jan`, and `resume`. `/prep daily skip 25 Dec, 1 Jan`, and `skip none`. `/prep daily holidays Germany` or `DE-BY`, and `holidays off`.',
    '`/prep daily add 14:00 sql` makes another one, up to five a channel; `off 2`, `pause 2 3 Jan` or `change 2` then name one.',
    'Remind me below `/prep daily` writes to you alone, when the question is posted or an hour before it closes.',
  ],
  points: [
    '10, 15 or 20 points by difficulty. Several right answers: all of them is full points, one slip is half, rounded up. Ticking everything when not everything is right earns nothing.',
    "Speed doesn't count, because teams live in many time zones. Equal points share a place.",
    'The daily challenge counts, and the first three questions asked in a channel by hand each day; later ones say beforehand that they are practice.',
  ],
  streaks: [
    "Your streak counts the days with a daily challenge on which you answered, right or wrong. Days off, days you said you are away and days Prep failed to post don't count against it.",
    'Every 7 days in a row earn a freeze (2 at most), which covers a missed day by itself.',
    'Each channel has its own streak. `/prep settings away 20 Dec to 3 Jan` says beforehand that you are away, up to 30 days a quarter.',
  ],
  privacy: [
    'What you pick is yours: others see your points, streak, how many you had right and, after the close, your name if you were right.',
    'Nobody sees which ones you got wrong or what you practise. Whoever runs Prep could read its database; Prep shows it to no one.',
  ],
};
