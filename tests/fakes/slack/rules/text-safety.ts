/** What a suite refuses in texts although the service takes it. Contract sections 7, 8 and 10.4, 10.13, 10.14. */

const mention = /<(?:!(?:channel|here|everyone|subteam\^)|@|#)[^>]*>?/;
const doubled = /&amp;(amp|lt|gt);/g;
const bareMark = /&(?!(?:amp|lt|gt);)/;

/** Every string of a payload that Slack reads as mrkdwn: `text` fields beside `type: mrkdwn`, and the top-level text. */
export function mrkdwnTexts(payload: unknown): string[] {
  if (Array.isArray(payload)) return payload.flatMap(mrkdwnTexts);
  if (typeof payload !== 'object' || payload === null) return [];
  const own = 'type' in payload && payload.type === 'mrkdwn' && 'text' in payload ? [String(payload.text)] : [];
  return [...own, ...Object.values(payload).flatMap(mrkdwnTexts)];
}

/**
 * The faults of one mrkdwn text: 10.13. `typed`: entities that people typed themselves (`lt` for `&lt;`); those are rightly
 * escaped a second time.
 */
export function textFaults(text: string, typed: ReadonlySet<string> = new Set()): string[] {
  const faults: string[] = [];
  if (mention.test(text)) faults.push('an unescaped mention');
  if ([...text.matchAll(doubled)].some(([, entity]) => !typed.has(entity ?? '')))
    faults.push('a text that was escaped twice');
  if (bareMark.test(text)) faults.push('an & that was not escaped');
  return faults;
}

/** The entities that stand in what somebody typed. */
export function typedEntities(text: string): string[] {
  return [...text.matchAll(/&(amp|lt|gt);/g)].map(([, entity]) => entity ?? '');
}

/** 10.14: metadata, private_metadata, button values and ids in which a canary (the right answer) shows. */
export function canaryFaults(payload: unknown, canaries: readonly string[]): string[] {
  const hidden = JSON.stringify(hiddenParts(payload)) ?? '';
  return canaries
    .filter((canary) => hidden.includes(canary))
    .map((canary) => `the canary "${canary}" in a hidden part`);
}

const hiddenKeys = new Set([
  'metadata',
  'private_metadata',
  'value',
  'action_id',
  'block_id',
  'callback_id',
  'external_id',
]);

function hiddenParts(payload: unknown): unknown[] {
  if (Array.isArray(payload)) return payload.flatMap(hiddenParts);
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).flatMap(([key, value]) => (hiddenKeys.has(key) ? [value] : hiddenParts(value)));
}
