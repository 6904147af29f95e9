import { randomBytes } from 'node:crypto';

/** What Slack hands out with a delivery and takes back: trigger ids and addresses for replies. */

const triggerLifeMs = 3_000;
const responseLifeMs = 30 * 60_000;
const responseUses = 5;

/** trigger_ids: 3 s, one use. Contract section 1 and 10.8. */
export function createTriggers(now: () => number) {
  const issued = new Map<string, { readonly person: string; readonly at: number; used: boolean }>();
  return {
    issue(person: string): string {
      const id = `${randomBytes(6).readUIntBE(0, 6)}.${randomBytes(4).readUInt32BE()}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { person, at: now(), used: false });
      return id;
    },
    /** The person it was issued for, or Slack's error. */
    take(id: unknown): { readonly person: string } | { readonly error: string } {
      const trigger = typeof id === 'string' ? issued.get(id) : undefined;
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now() - trigger.at > triggerLifeMs) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return trigger;
    },
    /** The person it was issued for, used or not. */
    owner: (id: string) => issued.get(id)?.person,
  };
}

/** Where a reply by response_url goes. `message`: ts of what was pressed; `ephemeral`: only `person` sees that. */
export interface ResponseTarget {
  readonly team: string;
  readonly channel: string;
  readonly person: string;
  readonly message?: string | undefined;
  readonly ephemeral: boolean;
}

/** response_urls: five uses within 30 minutes. Contract section 1 and 10.9. */
export function createResponseUrls(now: () => number) {
  const issued = new Map<string, { readonly target: ResponseTarget; at: number; uses: number }>();
  return {
    /** The path of a new address. */
    issue(target: ResponseTarget): string {
      const path = `/actions/${target.team}/${randomBytes(6).readUIntBE(0, 6)}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { target, at: now(), uses: 0 });
      return path;
    },
    take(path: string): { readonly target: ResponseTarget } | { readonly error: string } {
      const url = issued.get(path);
      if (!url) return { error: 'no_such_url' };
      if (now() - url.at > responseLifeMs) return { error: 'expired_url' };
      if (url.uses >= responseUses) return { error: 'used_url' };
      url.uses += 1;
      return url;
    },
    /** Lets every address handed out so far be over 30 minutes old. */
    expireAll(): void {
      for (const url of issued.values()) url.at = Number.NEGATIVE_INFINITY;
    },
  };
}

export type Triggers = ReturnType<typeof createTriggers>;
export type ResponseUrls = ReturnType<typeof createResponseUrls>;
