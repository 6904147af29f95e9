import type { Parts } from '../parts.ts';
import { areasAhead, areaWeights } from '../quiz/areas.ts';
import type { Place } from '../quiz/ask.ts';
import { matches } from '../quiz/choose.ts';
import { questionsOf } from '../quiz/choose-next.ts';
import type { Schedule } from '../store/schedules.ts';
import { nextOf } from './days-off.ts';

const day = 24 * 60 * 60 * 1000;

/** What a channel's next week leans on, by the titles of areas: the rule of choosing, asked ahead. `start`: the week before it. */
export async function weekAhead(parts: Parts, { workspace, channel }: Place, start: string): Promise<string[]> {
  const schedules = await parts.store.schedules.schedulesOfChannel(channel.id);
  const history = await parts.store.history.ofChannel(workspace.id, channel.id, parts.clock());
  const areaOf = (question: string) => question.slice(0, question.indexOf('/'));
  const recent = new Map<string, number>();
  for (const { question } of history.recent) recent.set(areaOf(question), (recent.get(areaOf(question)) ?? 0) + 1);
  const left = [...questionsOf(parts, history).values()].filter(
    ({ id, sample }) => !sample && !history.had.has(id) && !history.setAside.has(id),
  );
  const coming = schedules.map((schedule) => ({
    possible: new Set(left.filter((one) => matches(one, { topics: schedule.topics })).map(({ area }) => area)),
    questions: occurrencesBetween(schedule, dateAfter(start, 7), dateAfter(start, 14)),
  }));
  const areas = areasAhead(coming, recent, areaWeights(parts.bank.taxonomy, channel.settings.areas));
  return areas.map((slug) => parts.bank.taxonomy.areas.find((area) => area.slug === slug)?.title ?? slug);
}

/** How many occurrences a schedule has from one local date to before another. */
function occurrencesBetween(schedule: Schedule, from: string, behind: string): number {
  let count = 0;
  for (let next = schedule.next; next && next.localDate < behind; next = nextOf(schedule, next.at))
    if (next.localDate >= from) count += 1;
  return count;
}

function dateAfter(localDate: string, days: number): string {
  return new Date(Date.parse(localDate) + days * day).toISOString().slice(0, 10);
}
