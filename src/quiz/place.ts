import type { Parts } from '../parts.ts';
import type { Place } from './ask.ts';

/** Where a row of a channel belongs. */
export async function placeOf(
  parts: Parts,
  row: { readonly workspace: string; readonly channel: string },
): Promise<Place> {
  const [workspace, channel] = await Promise.all([
    parts.store.people.workspace(row.workspace),
    parts.store.people.channel(row.workspace, row.channel),
  ]);
  if (!workspace || !channel) throw new Error(`the channel ${row.channel} is gone`);
  return { workspace, channel };
}
