import type { VNode } from 'preact';
import type { Sample } from '../../../src/view/samples.ts';
import { html } from '../fragment.tsx';
import { DiscordMock } from './discord-mock.tsx';
import type { PayloadPreview } from './preview.ts';
import { SlackMock } from './slack-mock.tsx';

const mocks = { Slack: SlackMock, Discord: DiscordMock } as const;

/** Every key message as Slack and Discord get it: drawn, and the payload itself. */
export function payloadsPage(previews: readonly PayloadPreview[]): string {
  return `<!doctype html>${html(<Payloads previews={previews} />)}`;
}

function Payloads({ previews }: { previews: readonly PayloadPreview[] }): VNode {
  const names = previews[0]?.samples.map(({ name }) => name) ?? [];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>What Slack and Discord get · Prep</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="stylesheet" href="/assets/payloads.css" />
      </head>
      <body class="payloads">
        <main>
          <p>
            <a href="/">Back to the playground</a>
          </p>
          <h1>What Slack and Discord get</h1>
          <p>
            Each message is made once and printed by each platform's adapter. Below each picture is the payload that is
            sent. Everybody sees times in their own zone; here they are in UTC.
          </p>
          {names.map((name, index) => (
            <section aria-labelledby={`sample-${index}`}>
              <h2 id={`sample-${index}`}>{name}</h2>
              <div class="payload-pair">
                {previews.map((preview) => {
                  const sample = preview.samples[index];
                  return sample && <Preview sample={sample} preview={preview} />;
                })}
              </div>
            </section>
          ))}
        </main>
      </body>
    </html>
  );
}

function Preview({ sample, preview }: { sample: Sample; preview: PayloadPreview }): VNode {
  const payload = 'form' in sample ? preview.form(sample.form) : preview.message(sample.message);
  const Mock = mocks[preview.platform];
  return (
    <article aria-label={`${sample.name} in ${preview.platform}`}>
      <h3>{preview.platform}</h3>
      <Mock payload={payload} />
      <details>
        <summary>Payload</summary>
        {/* focusable, so that the arrow keys can scroll it */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reached by the keyboard */}
        <pre class="payload-json" tabIndex={0}>
          {JSON.stringify(payload, null, 2)}
        </pre>
      </details>
    </article>
  );
}
