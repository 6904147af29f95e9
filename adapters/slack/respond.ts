import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.ts';
import { PlatformError, type Reply } from '../../src/platform.ts';
import { type Form, type Message, message, paragraph } from '../../src/view/message.ts';
import { postRefused } from '../../src/view/refusals.ts';
import type { Call } from './calls.ts';
import { slackWord, toPlatformError } from './errors.ts';
import type { Workspaces } from './install.ts';
import { type Place, writeMetadata } from './place.ts';
import { renderMessage, type SlackMessage } from './render.ts';
import { renderForm } from './render-form.ts';
import type { ResponseUrls } from './response-url.ts';

/** Private replies and forms. Neither ever throws: the person is told by whatever way is left, and the rest is logged. */
export interface Replies {
  /** `replaces`: takes the place of the private message that was pressed, if it was one. */
  send(place: Place, message: Message, replaces: boolean): Promise<void>;
  /** Shows what a use case answered: a message, or a form by `trigger` (Slack's trigger_id, good for 3 s). */
  show(place: Place, reply: Reply, trigger: string): Promise<void>;
}

/** For how long a reply waits where Slack asks for it (ms); whoever has waited longer has asked again. */
const waitsMs = 30_000;

/** Replies by response_url while it lasts, then by chat.postEphemeral, then by a direct message. */
export function createReplies(
  workspaces: Workspaces,
  urls: ResponseUrls,
  call: Call,
  clock: Clock,
  log: Logger,
): Replies {
  async function byResponseUrl(place: Place, rendered: SlackMessage, replaces: boolean): Promise<boolean> {
    if (place.responseUrl === undefined || !urls.isFresh(place.from, clock())) return false;
    try {
      await urls.post(place.responseUrl, {
        response_type: place.pressed === 'direct' ? 'in_channel' : 'ephemeral',
        replace_original: replaces && place.pressed !== 'shared',
        ...rendered,
        ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
      });
      return true;
    } catch (error) {
      log.warn({ workspace: place.workspace, why: String(error) }, 'a response_url did not take a reply');
      return false;
    }
  }

  async function byApi(place: Place, rendered: SlackMessage): Promise<void> {
    const { calls } = await workspaces.clients(place.workspace);
    const quiet = { unfurl_links: false, unfurl_media: false };
    if (place.kind !== 'direct') {
      const thread = place.thread === undefined ? {} : { thread_ts: place.thread };
      const said = await call(place.workspace, 'chat.postEphemeral', () =>
        calls.chat.postEphemeral({ channel: place.channel, user: place.person, ...rendered, ...thread }),
      ).catch(toPlatformError);
      if (!(said instanceof PlatformError)) return;
      if (said.code !== 'not_in_channel') throw said;
    }
    await call(place.workspace, 'chat.postMessage', () =>
      calls.chat.postMessage({ channel: place.person, ...rendered, ...quiet }),
    );
  }

  /** Once more, where Slack only asked to wait a little. */
  async function byApiInTurn(place: Place, rendered: SlackMessage): Promise<void> {
    try {
      await byApi(place, rendered);
    } catch (error) {
      const { retryAfterMs } = toPlatformError(error);
      if (retryAfterMs === undefined || retryAfterMs > waitsMs) throw error;
      await sleep(retryAfterMs);
      await byApi(place, rendered);
    }
  }

  async function send(place: Place, message: Message, replaces: boolean): Promise<void> {
    const rendered = renderMessage(message);
    if (await byResponseUrl(place, rendered, replaces)) return;
    try {
      await byApiInTurn(place, rendered);
    } catch (error) {
      log.error({ workspace: place.workspace, slack: slackWord(error) }, 'a private reply could not be sent');
    }
  }

  async function open(place: Place, form: Form, trigger: string): Promise<void> {
    try {
      const view = renderForm(form, writeMetadata(form.form, place));
      const { calls } = await workspaces.clients(place.workspace);
      await call(place.workspace, 'views.open', () => calls.views.open({ trigger_id: trigger, view }));
    } catch (error) {
      log.warn({ workspace: place.workspace, slack: slackWord(error) }, 'a form could not be opened');
      await send(place, formFailed(error), false);
    }
  }

  return {
    send,
    async show(place, reply, trigger) {
      if (reply.kind === 'message') await send(place, reply.message, reply.replaces);
      if (reply.kind === 'form' || reply.kind === 'invalid') await open(place, reply.form, trigger);
    },
  };
}

function formFailed(error: unknown): Message {
  const { code } = toPlatformError(error);
  if (code === 'token_revoked' || code === 'rate_limited') return postRefused(code, { workspaceWord: 'workspace' });
  const word = slackWord(error);
  const tooSlow = ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'].includes(word);
  const why = tooSlow
    ? 'Slack gives me three seconds to open a form, and I took longer.'
    : `Slack did not let me open the form (${word}).`;
  return message(paragraph(`${why} Nothing was saved. Please try once more.`));
}
