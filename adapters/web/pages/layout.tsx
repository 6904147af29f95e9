import type { ComponentChildren, VNode } from 'preact';
import { html } from '../fragment.tsx';

/** htmx's settings: no style of its own (our policy forbids inline ones), no history of its own. */
const htmxConfig = JSON.stringify({ includeIndicatorCSS: false, history: false, extensions: 'sse' });

/** A whole page as a document. */
export function page(props: { title: string; children: ComponentChildren }): string {
  return `<!doctype html>${html(<Layout {...props} />)}`;
}

function Layout(props: { title: string; children: ComponentChildren }): VNode {
  const { title, children } = props;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        <script src="/assets/htmx.js" defer />
        <script src="/assets/page.js" defer />
      </head>
      <body>
        <a class="skip" href="#messages">
          Skip to the messages
        </a>
        {children}
      </body>
    </html>
  );
}
