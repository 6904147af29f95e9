import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { message, note, paragraph } from '../../src/view/message.ts';
import { backend, openChromium, openPlayground, type Playground } from './playground.ts';
import { visit } from './visit.ts';

const browser: Browser | undefined = await openChromium();

afterAll(() => browser?.close());

describe.skipIf(!browser)('pages that are open', () => {
  let playground: Playground;
  beforeEach(async () => {
    playground = await openPlayground({ pick: 'one' });
  });
  afterEach(() => playground.close());
  const see = (as: string, channel = 'backend') => {
    if (!browser) throw new Error('skipped without Chromium');
    return visit(browser, `${playground.origin}/c/${channel}?as=${as}`);
  };

  it('show what is posted and edited, each channel its own, each reader in their own zone', async () => {
    const [ana, dana, elsewhere] = [await see('ana'), await see('dana'), await see('ana', 'study-group')];
    const at = Date.UTC(2026, 10, 24, 17);
    const posted = await playground.web.platform.post(
      backend,
      message(paragraph('It begins ', { kind: 'instant', at, show: 'datetime' })),
      'live-1',
    );
    await ana.page.getByText('It begins Tuesday 24 November, 17:00').waitFor();
    await dana.page.getByText('It begins Tuesday 24 November, 12:00').waitFor();
    await playground.web.platform.edit(posted, message(paragraph('It began')));
    await ana.page.getByText('It began').waitFor();
    expect(await ana.page.getByText('It begins').count()).toBe(0);
    expect(await elsewhere.page.content()).not.toContain('It began');
    for (const each of [ana, dana]) {
      expect(await each.shifts()).toEqual([]);
      expect(each.complaints).toEqual([]);
    }
  });

  it('tell one person what is for them alone, in whichever channel they are', async () => {
    const [ben, dana] = [await see('ben', 'study-group'), await see('dana')];
    await playground.web.platform.tell(
      { platform: 'web', workspace: backend.workspace, person: 'ben' },
      message(paragraph('Today’s question was not posted.')),
    );
    await ben.page.getByText('Today’s question was not posted.').waitFor();
    await ben.page.reload();
    await ben.page.getByText('Today’s question was not posted.').waitFor();
    await dana.page.reload();
    expect(await dana.page.content()).not.toContain('was not posted');
  });

  it('keep the focus on a button of a message that is edited, also when the message becomes another', async () => {
    const { page } = await see('ana');
    const mine = page.getByRole('button', { name: 'My answer' });
    await mine.focus();
    const before = await page.evaluate(() => document.activeElement?.id);
    await page.getByText('3 have answered').waitFor({ timeout: 20_000 });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(before);
    const ben = await see('ben');
    await ben.page.getByRole('button', { name: /Close now/ }).click();
    await page.getByRole('button', { name: 'Why, and my answer' }).waitFor();
    // My answer is gone from the message; the focus stays in it.
    expect(await page.evaluate(() => document.activeElement?.closest('.entry')?.id)).toBe(before?.split('--')[0]);
  });

  it('show what is posted while they open, once', async () => {
    for (let opened = 0; opened < 6; opened += 1) {
      const { page } = await see('ana');
      await sleep(opened * 25);
      await playground.web.platform.post(backend, message(paragraph(`Post ${opened}.`)), `opening-${opened}`);
      await page.getByText(`Post ${opened}.`).waitFor();
      expect(await page.getByText(`Post ${opened}.`).count()).toBe(1);
      await page.context().close();
    }
  });

  it('catch up with what they missed while the connection was cut', async () => {
    const { page } = await see('ana');
    await page.locator('#live[data-htmx-powered]').waitFor({ state: 'attached' });
    const posted = await playground.web.platform.post(backend, message(paragraph('Said before')), 'cut-1');
    await page.getByText('Said before').waitFor();
    playground.cut();
    await playground.web.platform.post(backend, message(paragraph('Said meanwhile')), 'cut-2');
    await playground.web.platform.edit(posted, message(paragraph('Changed meanwhile')));
    await page.getByText('Said meanwhile').waitFor();
    await page.getByText('Changed meanwhile').waitFor();
    expect(await page.getByText('Said before').count()).toBe(0);
  });

  it('contain whatever people write', async () => {
    const { page, complaints } = await see('ana');
    const hostile = [
      '<script>document.title = "taken"</script>',
      '<hx-partial hx-target="body" hx-swap="innerHTML">gone</hx-partial>',
      '\u202Eneerg si eno siht',
      '😀'.repeat(50),
      'x'.repeat(10_000),
      '<!channel> @everyone `code` & <b>bold</b>',
    ];
    for (const [index, words] of hostile.entries()) {
      await playground.web.platform.post(backend, message(paragraph(words), note('By ', words, '.')), `h-${index}`);
    }
    await page.getByText('<!channel> @everyone').first().waitFor();
    for (const words of hostile) expect(await page.locator('#messages').textContent()).toContain(words);
    expect(await page.title()).not.toContain('taken');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.getByRole('combobox').fill('<img src=x onerror=alert(1)>');
    await page.getByRole('combobox').press('Enter');
    await page.getByText('/prep <img src=x').waitFor();
    await page.reload();
    await page.getByText('/prep <img src=x').waitFor();
    expect(complaints).toEqual([]);
  });
});
