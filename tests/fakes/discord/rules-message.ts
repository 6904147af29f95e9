import { type AllowedMentions, type Embed, length, type MessageBody, walk } from './parts.ts';
import { type Fault, fault, Refusal, refuse, refuseFaults } from './refusal.ts';
import { componentFaults } from './rules-components.ts';
import { type Shape, schemaFaults } from './schemas.ts';

export const flags = { ephemeral: 1 << 6, loading: 1 << 7, v2: 1 << 15 };

/** Section 5, the size trap: Discord answers 500 above this sum of bytes and 12 for each Text Display. */
const sizeTrap = 10_170;

export interface MessageCheck {
  /** Discord's own schema for the body; `body` is what lies under it */
  readonly shape: Shape;
  readonly whole: unknown;
  /** where the message lies in `whole` */
  readonly at?: readonly PropertyKey[];
  /** the message that is edited */
  readonly before?: { readonly flags: number };
  readonly uploads?: ReadonlySet<string>;
}

/** Refuses a message that Discord would refuse. Contract, section 10, items 2 to 5, 10 and 11. */
export function checkMessage(
  body: MessageBody,
  { shape, whole, at = [], before, uploads = new Set() }: MessageCheck,
): void {
  const wasV2 = ((before?.flags ?? 0) & flags.v2) !== 0;
  const v2 = wasV2 || ((body.flags ?? 0) & flags.v2) !== 0;
  const parts = Array.isArray(body.components) ? body.components : [];
  refuseFaults(
    [
      ...contentFaults(body),
      ...(body.embeds ?? []).flatMap(embedFaults),
      ...embedSumFaults(body.embeds ?? []),
      ...mentionFaults(body.allowed_mentions ?? {}),
      ...nonceFaults(body),
      ...(v2 ? v2Faults(body, wasV2) : []),
      ...componentFaults(parts, v2, uploads),
    ].map((found) => ({ ...found, path: [...at, ...found.path] })),
  );
  refuseFaults(schemaFaults(shape, whole));
  if (before === undefined && isEmpty(body)) refuse(400, 50006, 'Cannot send an empty message');
  if (sizeOf(body) > sizeTrap) throw new Refusal(500, { message: '500: Internal Server Error', code: 0 });
}

/** Item 2. */
function contentFaults(body: MessageBody): Fault[] {
  return length(body.content) > 2000
    ? [fault(['content'], 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.')]
    : [];
}

/** Item 2: each part of an embed within its limit (section 4). */
function embedFaults(embed: Embed, index: number): Fault[] {
  const at = ['embeds', index];
  const tooLong = (path: PropertyKey[], text: string | undefined, max: number) =>
    length(text) > max ? [fault([...at, ...path], 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)] : [];
  const fields = embed.fields ?? [];
  return [
    ...tooLong(['title'], embed.title, 256),
    ...tooLong(['description'], embed.description, 4096),
    ...tooLong(['footer', 'text'], embed.footer?.text, 2048),
    ...tooLong(['author', 'name'], embed.author?.name, 256),
    ...(fields.length > 25 ? [fault([...at, 'fields'], 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')] : []),
    ...fields.flatMap(({ name, value }, place) => [
      ...tooLong(['fields', place, 'name'], name, 256),
      ...tooLong(['fields', place, 'value'], value, 1024),
      ...(name && value ? [] : [fault([...at, 'fields', place], 'BASE_TYPE_REQUIRED', 'This field is required')]),
    ]),
    ...((embed.color ?? 0) < 0 || (embed.color ?? 0) > 16_777_215
      ? [fault([...at, 'color'], 'NUMBER_TYPE_MAX', 'Must be between 0 and 16777215.')]
      : []),
  ];
}

/** Item 2: ten embeds, 6000 characters over all. */
function embedSumFaults(embeds: readonly Embed[]): Fault[] {
  const sum = embeds
    .flatMap(({ title, description, footer, author, fields = [] }) => [
      title,
      description,
      footer?.text,
      author?.name,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ])
    .reduce((total, text) => total + length(text), 0);
  return [
    ...(embeds.length > 10 ? [fault(['embeds'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.')] : []),
    ...(sum > 6000 ? [fault(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')] : []),
  ];
}

/** Item 10: not both a kind and a list of it; a hundred ids at most. */
function mentionFaults({ parse = [], users = [], roles = [] }: AllowedMentions): Fault[] {
  const faults: Fault[] = [];
  for (const [kind, ids] of [
    ['users', users],
    ['roles', roles],
  ] as const) {
    if (parse.includes(kind) && ids.length > 0) {
      faults.push(
        fault(
          ['allowed_mentions'],
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        ),
      );
    }
    if (ids.length > 100)
      faults.push(fault(['allowed_mentions', kind], 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.'));
  }
  return faults;
}

/** Item 11. */
function nonceFaults({ nonce }: MessageBody): Fault[] {
  return typeof nonce === 'string' && nonce.length > 25
    ? [fault(['nonce'], 'NONCE_TYPE_TOO_LONG', 'Must be 25 or fewer in length.')]
    : [];
}

/** Item 5: with the flag there is no content, embed, poll or sticker, and the flag stays. */
function v2Faults(body: MessageBody, wasV2: boolean): Fault[] {
  const faults: Fault[] = [];
  const code = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2';
  if (body.content) faults.push(fault(['content'], code, 'Not with the flag IS_COMPONENTS_V2.'));
  if (body.embeds?.length) faults.push(fault(['embeds'], code, 'Not with the flag IS_COMPONENTS_V2.'));
  if (body.poll) faults.push(fault(['poll'], code, 'Not with the flag IS_COMPONENTS_V2.'));
  if (body.sticker_ids?.length) faults.push(fault(['sticker_ids'], code, 'Not with the flag IS_COMPONENTS_V2.'));
  if (wasV2 && typeof body.flags === 'number' && (body.flags & flags.v2) === 0) {
    faults.push(fault(['flags'], 'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG', 'The flag cannot be removed.'));
  }
  return faults;
}

/** Item 3. */
function isEmpty(body: MessageBody): boolean {
  return (
    !body.content &&
    !body.embeds?.length &&
    !body.components?.length &&
    !body.poll &&
    !body.sticker_ids?.length &&
    !body.attachments?.length
  );
}

function sizeOf(body: MessageBody): number {
  return walk(body.components ?? [], [])
    .filter(({ part }) => part.type === 10)
    .reduce((sum, { part }) => sum + Buffer.byteLength(part.content ?? '') + 12, 0);
}
