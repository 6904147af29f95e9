import { distance } from 'fastest-levenshtein';
import { shortened } from './parsed.ts';
import { ABBREVIATIONS, AMBIGUOUS, CITY_NAMES, OFFERED_FIRST, OTHER_PLACES, RENAMED } from './zone-names.ts';

/** A zone and the city that stands for it on a button or in a list. */
export interface ZoneChoice {
  /** IANA zone, in its present name: `Asia/Kolkata`. */
  readonly zone: string;
  readonly label: string;
}

/** What {@link resolveZone} made of what somebody typed. */
export type ZoneResult =
  | { readonly kind: 'zone'; readonly zone: string; readonly label: string }
  /** It means several times: ask back with these, {@link ZoneResult.reason} says so. */
  | { readonly kind: 'ambiguous'; readonly choices: readonly ZoneChoice[]; readonly reason: string }
  /** Unknown; `near` holds up to three places that are spelled alike. */
  | { readonly kind: 'unknown'; readonly near: readonly ZoneChoice[]; readonly reason: string };

// As maps, because a plain object also answers to "constructor" and its like.
const ABBREVIATED = new Map(Object.entries(ABBREVIATIONS));
const SEVERAL = new Map(Object.entries(AMBIGUOUS));
/** Discord shows at most 25 completions. */
const MOST_COMPLETIONS = 25;
/** The longest name of a place is half of it; nothing longer is compared letter by letter. */
const LONGEST_NAME = 60;
const COMBINING_MARKS = /\p{M}/gu;
/** `UTC+2`, `GMT-05:30`, `+0200`, `Etc/GMT-3`: an hour from UTC, which is no place. */
const OFFSET = /^(?:etc\/)?(?:utc|gmt)?\s*[+\-−]\s*\d{1,2}(?::?\d{2})?$/i;

/** Lower case without accents, with a blank for every run of punctuation: how places are compared. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(COMBINING_MARKS, '')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/ß/g, 'ss')
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The city of a zone, as people write it: `Berlin`, `Buenos Aires`, `São Paulo`, `UTC`. */
export const zoneLabel = (zone: string): string =>
  CITY_NAMES[zone] ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

const choice = (zone: string): ZoneChoice => ({ zone, label: zoneLabel(zone) });

const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').map((id) => RENAMED[id] ?? id)];

/** Every place that has a name here, by its folded name; the zones' own cities win over other places. */
const PLACES: ReadonlyMap<string, ZoneChoice> = new Map([
  ...Object.entries(OTHER_PLACES).map(([label, zone]) => [fold(label), { zone, label }] as const),
  ...ZONES.map((zone) => [fold(zone.split('/').at(-1) ?? zone), choice(zone)] as const),
  ...ZONES.map((zone) => [fold(zoneLabel(zone)), choice(zone)] as const),
]);
const IDS: ReadonlyMap<string, string> = new Map([
  ...ZONES.map((zone) => [zone.toLowerCase(), zone] as const),
  ...Object.entries(RENAMED).map(([old, zone]) => [old.toLowerCase(), zone] as const),
]);

/** The zone of an exact id in any case; old links (`US/Eastern`) lead to the zone they stand for. */
const zoneWithId = (typed: string): string | undefined => {
  const known = IDS.get(typed.toLowerCase());
  if (known !== undefined || !typed.includes('/')) return known;
  try {
    const id = new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
    return RENAMED[id] ?? id;
  } catch {
    return undefined;
  }
};

const wordsOr = (labels: readonly string[]): string => {
  const last = labels.at(-1) ?? '';
  return labels.length < 2 ? last : `${labels.slice(0, -1).join(', ')} or ${last}`;
};

const nearest = (folded: string): readonly ZoneChoice[] => {
  if (folded.length > LONGEST_NAME) return [];
  const allowed = folded.length < 5 ? 1 : Math.floor(folded.length / 4) + 1;
  const scored = [...PLACES]
    .map(([name, place]) => ({ place, off: distance(folded, name) }))
    .filter(({ off }) => off <= allowed);
  const least = Math.min(...scored.map(({ off }) => off));
  const places = scored.filter(({ off }) => off === least).map(({ place }) => [place.label, place] as const);
  return [...new Map(places).values()].slice(0, 3);
};

/**
 * Resolves what a person types for a zone: an IANA id in any case, a city or a country with one time, UTC, or an abbreviation that
 * means one place. What could be several places comes back as `ambiguous`, what nobody knows as `unknown` with near matches;
 * both with a sentence to show.
 */
export const resolveZone = (typed: string): ZoneResult => {
  const text = typed.trim();
  if (OFFSET.test(text)) {
    return {
      kind: 'unknown',
      near: [],
      reason: `Clocks change, so I need a city instead of ${shortened(text)}: Berlin, for example.`,
    };
  }
  const short = ABBREVIATED.get(fold(text));
  if (short !== undefined) return { kind: 'zone', ...choice(short) };
  const byId = zoneWithId(text);
  if (byId !== undefined) return { kind: 'zone', ...choice(byId) };
  // "Berlin, Germany" and "Washington, DC" are their first part unless the whole is known.
  for (const folded of new Set([fold(text), fold(text.split(',')[0] ?? '')])) {
    const zones = SEVERAL.get(folded);
    if (zones !== undefined) {
      const choices = zones.map(choice);
      const shown = text.length <= 4 ? text.toUpperCase() : text;
      const reason = `${shown} could be ${wordsOr(choices.map(({ label }) => label))}.`;
      return { kind: 'ambiguous', choices, reason };
    }
    const place = PLACES.get(folded);
    if (place !== undefined) return { kind: 'zone', ...place };
  }
  const near = nearest(fold(text));
  const hint =
    near.length > 0 ? `Did you mean ${wordsOr(near.map(({ label }) => label))}?` : 'Name a large city nearby.';
  return {
    kind: 'unknown',
    near,
    reason: text === '' ? 'Which city is it?' : `I don't know a place called ${shortened(text)}. ${hint}`,
  };
};

/** Places whose name, or a word of it, begins with what is typed so far: at most 25, those beginning with it first. */
export const completeZone = (typed: string): readonly ZoneChoice[] => {
  const folded = fold(typed);
  if (folded === '') return OFFERED_FIRST.map(choice);
  const starting: ZoneChoice[] = [];
  const within: ZoneChoice[] = [];
  for (const [name, place] of PLACES) {
    if (name.startsWith(folded)) starting.push(place);
    else if (name.includes(` ${folded}`)) within.push(place);
  }
  starting.unshift(...(SEVERAL.get(folded) ?? []).map(choice));
  const abbreviated = ABBREVIATED.get(folded);
  if (abbreviated !== undefined) starting.unshift(choice(abbreviated));
  const byLabel = (a: ZoneChoice, b: ZoneChoice): number => a.label.localeCompare(b.label, 'en');
  const ordered = [...starting.sort(byLabel), ...within.sort(byLabel)];
  return [...new Map(ordered.map((place) => [place.label, place])).values()].slice(0, MOST_COMPLETIONS);
};
