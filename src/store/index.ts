import { type AnswersStore, answersStore } from './answers.ts';
import { type AwaysStore, awaysStore } from './aways.ts';
import { type ChallengeDaysStore, challengeDaysStore } from './challenge-days.ts';
import { type ChangesStore, changesStore } from './changes.ts';
import { type DailyLogStore, dailyLogStore } from './daily-log.ts';
import { type DailyTotalsStore, dailyTotalsStore } from './daily-totals.ts';
import type { Database } from './database.ts';
import { type DispatchesStore, dispatchesStore } from './dispatches.ts';
import { type HistoryStore, historyStore } from './history.ts';
import { type OccurrencesStore, occurrencesStore } from './occurrences.ts';
import { type OutagesStore, outagesStore } from './outages.ts';
import { type PeopleStore, peopleStore } from './people.ts';
import { type PlaygroundsStore, playgroundsStore } from './playgrounds.ts';
import { type QuietStore, quietStore } from './quiet.ts';
import { type RecapsStore, recapsStore } from './recaps.ts';
import { type RemindersStore, remindersStore } from './reminders.ts';
import { type ReportsStore, reportsStore } from './reports.ts';
import { type RoundsStore, roundsStore } from './rounds.ts';
import { type SchedulesStore, schedulesStore } from './schedules.ts';
import { type StandingsStore, standingsStore } from './standings.ts';
import { type StreaksStore, streaksStore } from './streaks.ts';
import { type SuggestionsStore, suggestionsStore } from './suggestions.ts';
import { type WebMessagesStore, webMessagesStore } from './web-messages.ts';

/** Every statement Prep sends to Postgres, one file an aggregate. */
export interface Store {
  readonly people: PeopleStore;
  readonly rounds: RoundsStore;
  readonly answers: AnswersStore;
  readonly standings: StandingsStore;
  readonly streaks: StreaksStore;
  readonly aways: AwaysStore;
  readonly schedules: SchedulesStore;
  readonly quiet: QuietStore;
  readonly recaps: RecapsStore;
  readonly reminders: RemindersStore;
  readonly reports: ReportsStore;
  readonly suggestions: SuggestionsStore;
  readonly challengeDays: ChallengeDaysStore;
  readonly dailyLog: DailyLogStore;
  readonly dailyTotals: DailyTotalsStore;
  readonly history: HistoryStore;
  readonly occurrences: OccurrencesStore;
  readonly dispatches: DispatchesStore;
  readonly outages: OutagesStore;
  readonly changes: ChangesStore;
  readonly webMessages: WebMessagesStore;
  readonly playgrounds: PlaygroundsStore;
}

export function createStore(database: Database): Store {
  return {
    people: peopleStore(database),
    rounds: roundsStore(database),
    answers: answersStore(database),
    standings: standingsStore(database),
    streaks: streaksStore(database),
    aways: awaysStore(database),
    schedules: schedulesStore(database),
    quiet: quietStore(database),
    recaps: recapsStore(database),
    reminders: remindersStore(database),
    reports: reportsStore(database),
    suggestions: suggestionsStore(database),
    challengeDays: challengeDaysStore(database),
    dailyLog: dailyLogStore(database),
    dailyTotals: dailyTotalsStore(database),
    history: historyStore(database),
    occurrences: occurrencesStore(database),
    dispatches: dispatchesStore(database),
    outages: outagesStore(database),
    changes: changesStore(database),
    webMessages: webMessagesStore(database),
    playgrounds: playgroundsStore(database),
  };
}
