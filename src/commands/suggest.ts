import { showQueue } from '../suggest/decide.ts';
import { openSuggestionForm, showOwnSuggestions } from '../suggest/suggest.ts';
import type { Command } from './command.ts';
import { choiceOption } from './options.ts';

/** `/prep suggest`: a question of one's own, for this workspace alone, once a manager has approved it. */
export function suggestCommand(): Command {
  return {
    name: 'suggest',
    about: 'Suggest a question of your own for this place',
    usage: 'suggest [mine | queue]',
    options: [
      choiceOption(
        'show',
        'It opens the form if left out',
        [
          { value: 'mine', label: 'What I suggested' },
          { value: 'queue', label: 'What waits, for managers' },
        ],
        { open: 'queue', pending: 'queue', own: 'mine' },
      ),
    ],
    async run(parts, who, options) {
      if (options.show === 'queue') return showQueue(parts, who, 0);
      return options.show === 'mine' ? showOwnSuggestions(parts, who) : openSuggestionForm(parts, who);
    },
  };
}
