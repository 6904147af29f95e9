import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** One layout shift that no input of the reader's caused. */
interface Shift {
  readonly value: number;
  readonly what: string;
}

/** A page that is watched: whatever goes wrong in it is kept. */
export interface Visit {
  readonly page: Page;
  /** errors and warnings in the console, and exceptions */
  readonly complaints: readonly string[];
  /** The layout shifts since the page was opened. */
  shifts(): Promise<readonly Shift[]>;
}

/** Opens `address` in a browser window of its own. */
export async function visit(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(watchShifts);
  await page.goto(address);
  // A click before htmx has taken the page over does nothing, as it would for a person that quick.
  if (await page.locator('#live').count())
    await page.locator('#live[data-htmx-powered]').waitFor({ state: 'attached' });
  return {
    page,
    complaints,
    shifts: () => page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts),
  };
}

/** Runs in the page. */
function watchShifts(): void {
  const shifts: Shift[] = [];
  (window as unknown as { shifts: Shift[] }).shifts = shifts;
  interface Entry extends PerformanceEntry {
    readonly value: number;
    readonly hadRecentInput: boolean;
    readonly sources: readonly { readonly node: Element | null }[];
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Entry[]) {
      if (entry.hadRecentInput) continue;
      const what = entry.sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join(', ');
      shifts.push({ value: entry.value, what });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Is the whole element in sight: inside the window, and nothing in front of it. */
export async function isInSight(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    if (!element) return false;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const corners = [
      [left + 2, top + 2],
      [right - 2, bottom - 2],
    ] as const;
    return corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
  }, selector);
}
