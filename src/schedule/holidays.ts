import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { distance } from 'fastest-levenshtein';
import { LRUCache } from 'lru-cache';
import type { Suggestion } from '../platform.ts';
import { type Parsed, refused, shortened, understood } from './parsed.ts';

/** The holidays of the world take a quarter of a second and 20 MB to load: only an installation that skips some pays. */
let loaded: typeof Holidays | undefined;
function library(): typeof Holidays {
  loaded ??= createRequire(import.meta.url)('date-holidays') as typeof Holidays;
  return loaded;
}

const years = new LRUCache<string, ReadonlySet<string>>({ max: 1_000 });
const dayMs = 24 * 60 * 60 * 1000;

/** Is this local date a public holiday, from its midnight on, in `place` ("DE", "DE-BY")? Of a place that nobody knows none is. */
export function isPublicHoliday(place: string, localDate: string): boolean {
  const year = localDate.slice(0, 4);
  const key = `${place} ${year}`;
  const dates = years.get(key) ?? datesOf(place, Number(year));
  years.set(key, dates);
  return dates.has(localDate);
}

function datesOf(place: string, year: number): ReadonlySet<string> {
  const Library = library();
  const [country = '', region] = place.split('-');
  const calendar = region === undefined ? new Library(country) : new Library(country, region);
  const whole = (calendar.getHolidays(year) || []).filter(
    // Some begin at noon: the morning of those is a working day.
    (one) => one.type === 'public' && one.date.slice(11, 16) === '00:00',
  );
  return new Set(
    whole.flatMap(({ date, start, end }) => {
      // A day of a clock change has 23 or 25 hours.
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      const first = Date.parse(date.slice(0, 10));
      return Array.from({ length: days }, (_, day) => new Date(first + day * dayMs).toISOString().slice(0, 10));
    }),
  );
}

interface Place {
  readonly code: string;
  readonly label: string;
  /** how people name it, folded */
  readonly names: readonly string[];
}

/** What people say beside the names of the library. */
const otherNames: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  britain: 'GB',
  england: 'GB-ENG',
  scotland: 'GB-SCT',
  wales: 'GB-WLS',
  'northern ireland': 'GB-NIR',
  us: 'US',
  'united states': 'US',
  usa: 'US',
  america: 'US',
  holland: 'NL',
  bavaria: 'DE-BY',
  saxony: 'DE-SN',
  hesse: 'DE-HE',
  thuringia: 'DE-TH',
  'north rhine westphalia': 'DE-NW',
  'lower saxony': 'DE-NI',
  catalonia: 'ES-CT',
};

const combiningMarks = /\p{M}/gu;
const fold = (words: string): string =>
  words
    .normalize('NFD')
    .replace(combiningMarks, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

let known: readonly Place[] | undefined;
function places(): readonly Place[] {
  if (known) return known;
  const calendar = new (library())();
  const countries = Object.entries(calendar.getCountries('en'));
  known = [
    ...countries.map(([code, label]) => ({ code, label, names: [fold(label), fold(code)] })),
    ...countries.flatMap(([country, label]) =>
      Object.entries(calendar.getStates(country, 'en') ?? {}).map(([region, name]) => ({
        code: `${country}-${region}`,
        label: `${name}, ${label}`,
        names: [fold(name), fold(`${country} ${region}`), fold(`${name} ${label}`), fold(`${label} ${name}`)],
      })),
    ),
  ];
  return known;
}

/** Reads whose public holidays a person means: `Germany`, `DE`, `Bavaria` or `DE-BY`, into "DE" or "DE-BY". */
export function readHolidays(typed: string): Parsed<string> {
  const wanted = fold(typed);
  const hint = 'Write a country, or a country and its region: Germany, DE or DE-BY.';
  if (wanted === '') return refused(`Whose public holidays? ${hint}`);
  const other = Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : undefined;
  if (other !== undefined) return understood(other);
  const found = places().filter(({ names }) => names.includes(wanted));
  const [first] = found;
  // A country wins over a region of its name, as Georgia does.
  if (first && (found.length === 1 || !first.code.includes('-'))) return understood(first.code);
  if (first) {
    const choices = found.slice(0, 4).map(({ code }) => code);
    return refused(`${shortened(typed)} could be ${choices.join(' or ')}. Write one of these.`);
  }
  const near = wanted.length > 40 ? undefined : nearest(wanted);
  return refused(
    `I don't know the public holidays of ${shortened(typed)}. ${near === undefined ? hint : `Did you mean ${near.label}?`}`,
  );
}

function nearest(wanted: string): Place | undefined {
  const scored = places().map((place) => ({
    place,
    off: Math.min(...place.names.map((name) => distance(name, wanted))),
  }));
  const best = scored.reduce((a, b) => (b.off < a.off ? b : a));
  return best.off <= Math.max(1, Math.floor(wanted.length / 4)) ? best.place : undefined;
}

/** Countries that a sentence names with an article. */
const withArticle: Readonly<Record<string, string>> = {
  US: 'the United States',
  GB: 'the United Kingdom',
  NL: 'the Netherlands',
  PH: 'the Philippines',
  AE: 'the United Arab Emirates',
};

/** For the end of a sentence: "Germany", "the Netherlands", "Bayern, Germany". */
export function holidaysLabel(code: string): string {
  return withArticle[code] ?? places().find((place) => place.code === code)?.label ?? code;
}

/** Places whose name, or a word of it, begins with what is typed so far: at most 25. */
export function completeHolidays(typed: string): readonly Suggestion[] {
  const wanted = fold(typed);
  if (wanted === '') return [];
  return places()
    .filter(({ names }) => names.some((name) => ` ${name}`.includes(` ${wanted}`)))
    .slice(0, 25)
    .map(({ code, label }) => ({ value: code, label }));
}
