import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, inject, it } from 'vitest';
import { openChromium, openPlayground, type Playground } from './playground.ts';
import { visit } from './visit.ts';

const browser: Browser | undefined = await openChromium();
/** `npm run pictures` has them written where the README shows them. */
const folder = process.env.PREP_PICTURES ?? path.join(inject('runFolder'), 'pictures');
/** One that is whole on the screen with its code. */
const ids = ['databases-sql/querying/joins/filter-on-the-optional-side'];

afterAll(() => browser?.close());

describe.skipIf(!browser)('pictures for the README', () => {
  let playground: Playground | undefined;
  beforeAll(() => void mkdirSync(folder, { recursive: true }));
  afterEach(async () => {
    await playground?.close();
    playground = undefined;
  });
  const see = async (options: Parameters<typeof openPlayground>[0], context: BrowserContextOptions) => {
    if (!browser) throw new Error('skipped without Chromium');
    playground ??= await openPlayground(options);
    return { ...(await visit(browser, `${playground.origin}/c/backend?as=ana`, context)), playground };
  };

  it('show a question with its private receipt, the same on a narrow window, and its reveal', async () => {
    const { page, playground } = await see({ ids }, { viewport: { width: 1280, height: 820 } });
    const [right] = playground.rightLetters(await playground.openRound());
    const wrong = ['A', 'B', 'C', 'D'].find((letter) => letter !== right);
    await page.getByText('3 have answered').waitFor({ timeout: 20_000 });
    await page.locator('button.row', { hasText: new RegExp(`^${wrong}`) }).click();
    await page.getByRole('button', { name: 'Lock in and show me' }).click();
    await page.getByText(`Not ${wrong}.`).waitFor();
    await page.getByText('4 have answered').waitFor();
    await picture(page, 'question');

    const narrow = await see({}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await narrow.page.locator('.beside .private').scrollIntoViewIfNeeded();
    await picture(narrow.page, 'narrow');

    await page.getByRole('button', { name: /Close now/ }).click();
    await page.getByText(`It was ${right}.`).waitFor();
    await page.getByRole('button', { name: 'Why, and my answer' }).click();
    await page.locator('.beside .why').first().waitFor();
    await picture(page, 'reveal');
  });

  it('show the leaderboard after four weeks', async () => {
    const { page } = await see({}, { viewport: { width: 1280, height: 820 }, colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Fill four weeks of made-up play' }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: 110_000 });
    for (const [line, shown] of [
      ['stats', /of your streak/],
      ['leaderboard month', /^1\. /],
    ] as const) {
      await page.getByRole('combobox').fill(line);
      await page.getByRole('combobox').press('Enter');
      await page
        .locator('.private', { hasText: `/prep ${line}` })
        .getByText(shown)
        .first()
        .waitFor();
    }
    await picture(page, 'leaderboard');
  }, 180_000);
});

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(5, 700);
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  await page.screenshot({ path: path.join(folder, `${name}.png`), caret: 'hide' });
}
