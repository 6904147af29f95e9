import { type HelpTopic, help, helpOn, helpTopics } from '../view/help.ts';
import { say } from '../view/refusals.ts';
import type { Command } from './command.ts';
import { choiceOption } from './options.ts';

/** `/prep help`. */
export function helpCommand(): Command {
  return {
    name: 'help',
    about: 'See what Prep does',
    usage: 'help [daily | points | streaks | privacy]',
    options: [
      choiceOption(
        'on',
        'What to explain',
        [
          { value: 'daily', label: 'All about the daily challenge' },
          { value: 'points', label: 'How points are counted' },
          { value: 'streaks', label: 'How streaks work' },
          { value: 'privacy', label: 'Who sees what' },
        ],
        { streak: 'streaks', scoring: 'points' },
      ),
    ],
    async run(_parts, _who, options) {
      const topic = helpTopics.find((one): one is HelpTopic => one === options.on);
      return say(topic ? helpOn(topic) : help());
    },
  };
}
