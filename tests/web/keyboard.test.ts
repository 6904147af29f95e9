import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium, openPlayground, type Playground } from './playground.ts';
import { visit } from './visit.ts';

const browser: Browser | undefined = await openChromium();

afterAll(() => browser?.close());

describe.skipIf(!browser)('by keyboard alone', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground({ pick: 'one' });
  });
  afterAll(() => playground.close());

  async function open(): Promise<Page> {
    if (!browser) throw new Error('skipped without Chromium');
    return (await visit(browser, `${playground.origin}/c/study-group?as=ana`)).page;
  }

  it('a question is asked, answered and closed', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the messages');
    await tabTo(page, (name) => name.includes('Command'));
    await page.keyboard.type('question');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await page.locator('button.row').first().waitFor();

    await tabTo(page, (name) => name.startsWith('B'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    // An asked question is answered at once: the first pick is final, and its receipt says what is so.
    await page.locator('.beside .private').waitFor();
    expect(await focused(page)).toMatch(/^B/);
    await tabTo(page, (name) => name === 'Whole explanation');
    await page.keyboard.press('Enter');
    await page.locator('.beside .private').nth(1).waitFor();
  });

  it('the command line completes: arrows choose, Enter takes, Escape leaves what was typed', async () => {
    const page = await open();
    const line = page.getByRole('combobox');
    await line.focus();
    await page.keyboard.type('l');
    const option = page.getByRole('option');
    await option.first().waitFor();
    expect(await line.getAttribute('aria-expanded')).toBe('true');
    expect(await line.getAttribute('aria-activedescendant')).toBeNull();

    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[role=option][aria-selected=true]');
    expect(await line.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await page.keyboard.press('Enter');
    expect((await line.inputValue()).trim()).toBe('leaderboard');
    await option.first().waitFor();
    await page.keyboard.press('Escape');
    expect(await line.getAttribute('aria-expanded')).toBe('false');
    expect((await line.inputValue()).trim()).toBe('leaderboard');
    await page.keyboard.press('Enter');
    await page.getByText('/prep leaderboard').waitFor();
    expect(await line.inputValue()).toBe('');
    expect(await focused(page)).toContain('Command');
  });

  it('an empty command line shows what there is on the arrow key', async () => {
    const page = await open();
    await page.getByRole('combobox').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    const offered = await page.getByRole('option').allTextContents();
    expect(offered.join(' ')).toContain('question');
    expect(offered.join(' ')).toContain('leaderboard');
  });

  it('a dialog holds the focus, Escape closes it, and the focus is back where it was', async () => {
    const page = await open();
    const opener = page.getByRole('button', { name: 'Start over' }).first();
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('dialog, body')?.nodeName)).toBe('DIALOG');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Start over');
  });

  it('a form that was refused once gives the focus back as well', async () => {
    const page = await open();
    const line = page.getByRole('combobox');
    await line.fill('daily change');
    await line.press('Escape');
    await line.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('textbox').first().fill('25:00');
    await page.keyboard.press('Enter');
    await dialog.locator('.error').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => focused(page)).toContain('Command');
  });

  it('whatever is focused is seen to be', async () => {
    const page = await open();
    for (let stops = 0; stops < 25; stops += 1) {
      await page.keyboard.press('Tab');
      const ring = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return 'left the page';
        const marked = element.id === 'line' ? element.closest('.command') : element;
        const { outlineStyle, outlineWidth } = getComputedStyle(marked ?? element);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 ? 'seen' : element.outerHTML;
      });
      expect(['seen', 'left the page']).toContain(ring);
    }
  });
});

/** The accessible name, more or less, of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent;
    return (element?.getAttribute('aria-label') ?? label ?? '').trim();
  });
}

async function tabTo(page: Page, isWanted: (name: string) => boolean, key = 'Tab'): Promise<void> {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press(key);
    if (isWanted(await focused(page))) return;
  }
  throw new Error('the keyboard does not reach it');
}
