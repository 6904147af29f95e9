import type { FakeSlack } from './server.ts';
import { type Forgery, sendSigned } from './signed-http.ts';

/** One thing that Slack delivers. */
export interface Delivery {
  readonly kind: 'command' | 'interaction' | 'event';
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What became of a delivery. */
export interface Acknowledged {
  readonly acknowledged: boolean;
  /** HTTP alone */
  readonly status?: number;
  /** what the acknowledgement carried */
  readonly payload: unknown;
}

/** Slack sends an event again that was not acknowledged: which attempt this is, from 1. Contract section 1 and 10.16. */
export interface Retry {
  readonly attempt: number;
  readonly reason: 'http_timeout' | 'http_error';
}

/** A way for deliveries to reach the app: signed HTTP, or Socket Mode. */
export interface Transport {
  readonly name: 'http' | 'socket';
  deliver(delivery: Delivery, retry?: Retry): Promise<Acknowledged>;
}

/** The body and content type of a delivery, as Slack's HTTP requests have them. Contract section 1, row "Bodies". */
export function httpBody({ kind, payload }: Delivery) {
  if (kind === 'event') return { body: JSON.stringify(payload), type: 'application/json' as const };
  const fields = kind === 'command' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) };
  return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' as const };
}

/** Signed requests to `appUrl`, the address of Prep without a path. */
export function overSignedHttp(fake: FakeSlack, appUrl: string, forgery: Forgery = {}): Transport {
  return {
    name: 'http',
    async deliver(delivery, retry) {
      const { body, type } = httpBody(delivery);
      const began = Date.now();
      const again = retry && { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
      const answer = await sendSigned(`${appUrl}/slack/events`, fake.world.signingSecret, body, type, {
        ...forgery,
        headers: { ...forgery.headers, ...again },
      });
      const acknowledged = answer.status === 200 && Date.now() - began <= 3_000;
      const payload = answer.body === '' ? undefined : JSON.parse(answer.body);
      return { acknowledged, status: answer.status, payload };
    },
  };
}

const envelopeTypes = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const;

/** Envelopes over the app's open socket. */
export function overSocketMode(fake: FakeSlack): Transport {
  return {
    name: 'socket',
    deliver: ({ kind, payload }, retry) =>
      fake.sockets.deliver(
        envelopeTypes[kind],
        payload,
        retry && { retry_attempt: retry.attempt, retry_reason: retry.reason },
      ),
  };
}
