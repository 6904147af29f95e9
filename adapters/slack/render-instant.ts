import type { InstantRun } from '../../src/view/message.ts';

/** Slack's date tokens, which each reader sees in their own zone and clock format. */
const formats: Readonly<Record<InstantRun['show'], string>> = {
  time: '{time}',
  date: '{date}',
  datetime: '{date_short_pretty} at {time}',
};

/** What a Slack date element or `<!date^…>` token is made of; `timestamp` in seconds. */
export interface SlackDate {
  readonly timestamp: number;
  readonly format: string;
  /** for clients that can't format: always in UTC, and says so */
  readonly fallback: string;
}

/** A moment in Slack's terms. */
export function slackDate(run: InstantRun): SlackDate {
  const iso = new Date(run.at).toISOString();
  const date = iso.slice(0, 10);
  const time = iso.slice(11, 16);
  const fallback = { time: `${time} UTC`, date, datetime: `${date} ${time} UTC` }[run.show];
  return { timestamp: Math.floor(run.at / 1000), format: formats[run.show], fallback };
}

/** The same as a token for mrkdwn and fallback texts. */
export function dateToken(run: InstantRun): string {
  const { timestamp, format, fallback } = slackDate(run);
  return `<!date^${timestamp}^${format}|${fallback}>`;
}
