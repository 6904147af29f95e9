import { chromiumPart, needPart } from './parts.ts';

/** What playwright-core's `chromium.launch` takes. */
export interface ChromiumOptions {
  readonly executablePath: string;
  readonly args: string[];
}

/**
 * How to launch the machine's own Chromium; `undefined`, with one printed line, where there is none. It talks with no
 * server but ours: without the flags it looks for updates and accounts.
 */
export function chromiumOptions(): ChromiumOptions | undefined {
  const executablePath = needPart(chromiumPart);
  if (!executablePath) return undefined;
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return { executablePath, args };
}
