import { type ComponentChild, Fragment, h } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** How a fragment goes into the page, as htmx names it. */
export type Swap = 'innerHTML' | 'outerHTML' | 'outerMorph' | 'innerMorph' | 'beforebegin' | 'beforeend';

/** A piece of a page with the place where htmx puts it; several of them make one response or one live event. */
export function fragment(target: string, swap: Swap, content: ComponentChild): string {
  return `<hx-partial hx-target="${target}" hx-swap="${swap}">${html(content)}</hx-partial>`;
}

/** HTML of a tree; text in it is escaped. */
export function html(content: ComponentChild): string {
  return renderToString(h(Fragment, null, content));
}
