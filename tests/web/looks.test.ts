import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium, openPlayground, type Playground } from './playground.ts';
import { type Visit, visit } from './visit.ts';

const browser: Browser | undefined = await openChromium();
const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

afterAll(() => browser?.close());

/** What axe finds (https://github.com/dequelabs/axe-core), as short lines; WCAG 2.2 AA and its best practices. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  await page.addScriptTag({ path: axeFile });
  return page.evaluate(async () => {
    interface Found {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Found[] }> } };
    // What is still fading in has less contrast than it will have.
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)));
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  });
}

describe.skipIf(!browser)('the page', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground({ pick: 'one' });
  });
  afterAll(() => playground.close());

  const open = (width: number, colorScheme: 'light' | 'dark'): Promise<Visit> => {
    if (!browser) throw new Error('skipped without Chromium');
    // axe is put into the page by the test, which our own policy rightly refuses.
    const options = { viewport: { width, height: 720 }, colorScheme, bypassCSP: true };
    return visit(browser, `${playground.origin}/c/backend?as=ana`, options);
  };

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)('%i wide and %s: axe finds nothing, and nothing is wider than the window', async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await page.locator('button.row').first().click();
    await page.locator('.beside .private').waitFor();
    const change = page.getByRole('button', { name: 'Change', exact: true });
    const before = await change.count();
    await page.getByRole('combobox').fill('daily');
    await page.getByRole('combobox').press('Enter');
    await change.nth(before).click();
    await page.getByRole('dialog').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('combobox').fill('');
    await page.getByRole('combobox').pressSequentially('le');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.getByRole('combobox').fill('help');
    await page.getByRole('combobox').press('Enter');
    await page.getByText('/prep help').first().waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)(
    '%i wide and %s: what Slack and Discord get is a link away, and axe finds nothing there',
    async (width, scheme) => {
      const { page, complaints } = await open(width, scheme);
      await page.getByRole('link', { name: 'What Slack and Discord get' }).click();
      await page.getByRole('heading', { name: 'The daily post' }).first().waitFor();
      // As players see it: nothing of the dialects shows but in the payloads, which are closed yet.
      const dialect = page.getByText(/undefined|<!date|&amp;/).filter({ visible: true });
      expect(await dialect.count()).toBe(0);
      // Each in its own words: moments as its readers see them, and nothing of the other one.
      const inDiscord = page.getByRole('article', { name: / in Discord$/ });
      expect(await inDiscord.filter({ hasText: /\/invite|Slack/ }).count()).toBe(0);
      const late = 'This one closed at 08:59, before your click.';
      expect(
        await page
          .getByRole('article', { name: /^Too late in/ })
          .filter({ hasText: late })
          .count(),
      ).toBe(2);
      // Discord's small print ends with its line.
      const whole = inDiscord.filter({ hasText: 'You picked' });
      expect(await whole.locator('.mock-small', { hasText: /^[A-E]\. /m }).count()).toBe(0);
      for (const platform of ['Slack', 'Discord']) {
        const post = page.getByRole('article', { name: `The daily post in ${platform}` });
        await post.getByText('My answer').first().waitFor();
        await post.getByText('Payload').click();
        await post.getByText('"A"').first().waitFor();
      }
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expect(complaints).toEqual([]);
    },
  );

  it('of a revealed question, and one that is not there, please axe too', async () => {
    const { page } = await open(1280, 'light');
    await page.getByRole('button', { name: /Close now/ }).click();
    await page.getByRole('button', { name: 'Why, and my answer' }).click();
    await page.locator('.beside .private .why').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await page.goto(`${playground.origin}/nowhere`);
    expect(await axe(page)).toEqual([]);
  });

  it('brings the receipt into sight on a narrow window, under its question', async () => {
    await playground.web.platform.post(
      { platform: 'web', workspace: 'playground', channel: 'study-group' },
      { blocks: [] },
      'quiet',
    );
    const { page } = await open(360, 'light');
    await page.goto(`${playground.origin}/c/study-group?as=ana`);
    await page.getByRole('combobox').fill('question');
    await page.getByRole('combobox').press('Enter');
    await page.locator('button.row').first().click();
    const receipt = page.locator('.beside .private');
    await receipt.waitFor();
    await expect
      .poll(() => receipt.evaluate((element) => element.getBoundingClientRect().top < innerHeight - 150))
      .toBe(true);
  });

  it('moves nothing for whoever asked for less motion', async () => {
    if (!browser) return;
    const { page } = await visit(browser, playground.origin, { reducedMotion: 'reduce' });
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return transitionDuration !== '0s' || animationName !== 'none';
        }).length,
    );
    expect(moving).toBe(0);
  });

  it('tells a screen reader of my own replies alone', async () => {
    const { page } = await open(1280, 'light');
    const live = await page
      .locator('[aria-live], [role=status], [role=alert], [role=log]')
      .evaluateAll((all) => all.map((element) => element.className || element.id));
    expect(new Set(live)).toEqual(new Set(['slot', 'problem']));
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.title()).toBe('#backend as Ana · Prep');
  });
});
