import { z } from 'zod';

/** Where one person's private replies go: made from a delivery, or carried through a form. */
export interface Place {
  readonly workspace: string;
  readonly channel: string;
  readonly channelName: string;
  readonly kind: 'channel' | 'direct' | 'thread';
  readonly person: string;
  /** the thread the pressed message stands in */
  readonly thread?: string | undefined;
  /** Slack's address for replies, and when it was handed out (epoch ms) */
  readonly responseUrl?: string | undefined;
  readonly from: number;
  /** what the press came from: a message that this person alone sees, one in their conversation with Prep, or neither */
  readonly pressed: 'private' | 'direct' | 'shared';
}

/** What a form carries through the person's client and back: where its answer goes. Nothing secret, nothing of a question. */
const carried = z.object({
  form: z.string(),
  channel: z.string(),
  channelName: z.string(),
  kind: z.enum(['channel', 'direct', 'thread']),
  thread: z.string().optional(),
  responseUrl: z.string().optional(),
  from: z.number(),
  pressed: z.enum(['private', 'direct', 'shared']),
});

/** Writes the private_metadata of a form that is opened at `place`. */
export function writeMetadata(form: string, place: Place): string {
  const { workspace: _, person: __, ...rest } = place;
  return JSON.stringify({ form, ...rest } satisfies z.input<typeof carried>);
}

/** Reads what {@link writeMetadata} wrote; undefined for anything else. */
export function readMetadata(metadata: string, workspace: string, person: string) {
  const parsed = carried.safeParse(parseJson(metadata));
  if (!parsed.success) return undefined;
  const { form, ...rest } = parsed.data;
  const place: Place = { workspace, person, ...rest };
  return { form, place };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
