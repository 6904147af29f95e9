import type { Bank } from '../bank/load.ts';
import { answerCommand } from './answer.ts';
import type { Command } from './command.ts';
import { dailyCommand } from './daily.ts';
import { helpCommand } from './help.ts';
import { leaderboardCommand } from './leaderboard.ts';
import { questionCommand } from './question.ts';
import { reportCommand } from './report.ts';
import { settingsCommand } from './settings.ts';
import { statsCommand } from './stats.ts';
import { suggestCommand } from './suggest.ts';

/** The one definition of the command line: registration, parsing, completion and help are made from it. */
export function createCommands(bank: Bank): readonly Command[] {
  return [
    questionCommand(bank),
    answerCommand(),
    dailyCommand(bank),
    leaderboardCommand(),
    statsCommand(),
    settingsCommand(),
    reportCommand(),
    suggestCommand(),
    helpCommand(),
  ];
}
