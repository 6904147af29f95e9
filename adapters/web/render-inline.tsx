import type { VNode } from 'preact';
import type { Inline, TextRun } from '../../src/view/message.ts';
import { instantText } from './instants.ts';

/** Who reads what is rendered: every moment is shown in `zone`, and links into Prep stay with the person played. */
export interface Reader {
  readonly zone: string;
  readonly person: string;
  /** where Prep is reached, without a slash at the end */
  readonly origin: string;
}

/** Letters that are written from right to left, and the controls that turn a direction round. */
const turnsDirection = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Inline runs as HTML. A run that could turn the direction of its neighbours is kept to itself. */
export function Inlines({ runs, reader }: { runs: readonly Inline[]; reader: Reader }): VNode {
  return (
    <>
      {runs.map((run) => {
        if (run.kind === 'text') return textRun(run);
        if (run.kind === 'instant') {
          return <time datetime={new Date(run.at).toISOString()}>{instantText(run.at, run.show, reader.zone)}</time>;
        }
        return <a href={linkFor(run.url, reader)}>{run.text}</a>;
      })}
    </>
  );
}

function textRun(run: TextRun) {
  let shown: VNode | string = run.text;
  if (turnsDirection.test(run.text)) shown = <bdi>{shown}</bdi>;
  if (run.code) shown = <code>{shown}</code>;
  if (run.italic) shown = <em>{shown}</em>;
  if (run.bold) shown = <strong>{shown}</strong>;
  return shown;
}

/** Only http and https addresses are links; one of our own keeps who is reading. */
function linkFor(url: string, reader: Reader): string {
  if (!URL.canParse(url, reader.origin)) return '#';
  const parsed = new URL(url, reader.origin);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return '#';
  if (parsed.origin !== reader.origin) return parsed.href;
  parsed.searchParams.set('as', reader.person);
  return parsed.pathname + parsed.search + parsed.hash;
}
