import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';

/**
 * Our log in the shape that Slack's libraries expect. Their debug lines carry whole payloads and their info lines say
 * nothing an operator needs, so only warnings and errors pass, cleaned of anything that looks like a token or an address.
 */
export function slackLogger(log: Logger): SlackLogger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn({ from: 'slack sdk' }, describe(parts)),
    error: (...parts) => log.error({ from: 'slack sdk' }, describe(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

function describe(parts: readonly unknown[]): string {
  return withoutSecrets(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
}

/** Takes Slack's tokens and response addresses out of a text that is about to be logged. */
export function withoutSecrets(text: string): string {
  return text.replace(/\bx[a-z]{3,4}-[\w-]+/g, '[token]').replace(/\b(?:https?|wss?):\/\/\S+/g, '[address]');
}
