import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playground as cast } from '../../adapters/web/playground/cast.ts';
import { backend, openChromium, openPlayground, type Playground } from './playground.ts';
import { visit } from './visit.ts';

const browser: Browser | undefined = await openChromium();

afterAll(() => browser?.close());

describe.skipIf(!browser)('the playground', () => {
  let playground: Playground;
  beforeEach(async () => {
    playground = await openPlayground();
  });
  afterEach(() => playground.close());
  const see = (as = 'ana') => {
    if (!browser) throw new Error('skipped without Chromium');
    return visit(browser, `${playground.origin}/c/backend?as=${as}`);
  };

  it('fills four weeks of made-up play through the engine, and says on every page that it is made up', async () => {
    const [{ page, complaints, shifts }, other] = [await see(), await see('dana')];
    await page.getByRole('button', { name: 'Fill four weeks of made-up play' }).click();
    await page.getByRole('progressbar').waitFor();
    expect(await page.getByRole('button', { name: /Tomorrow/ }).isDisabled()).toBe(true);
    await page.getByRole('progressbar').waitFor({ state: 'detached', timeout: 110_000 });
    for (const each of [page, other.page]) await each.getByText('Part of its history is made up.').waitFor();

    await page.getByRole('combobox').fill('leaderboard all');
    await page.getByRole('combobox').press('Enter');
    const board = page.locator('.private', { hasText: '/prep leaderboard' });
    for (const name of ['Ana', 'Ben', 'Chidi', 'Dana']) await board.getByText(name, { exact: true }).waitFor();
    await page.getByRole('combobox').fill('stats');
    await page.getByRole('combobox').press('Enter');
    await page.getByText(/Day \d+ of your streak/).waitFor();
    const questions = await playground.game.database.sql<{ days: number }[]>`
      select count(*)::int as days from challenge_days`;
    expect(questions[0]?.days).toBeGreaterThanOrEqual(20);
    expect(await shifts()).toEqual([]);
    expect([...complaints, ...other.complaints, ...playground.log]).toEqual([]);
  }, 180_000);

  it('starts over after asking, on every page', async () => {
    const [{ page }, other] = [await see(), await see('ben')];
    await playground.web.platform.post(backend, { blocks: [{ kind: 'heading', text: 'From before' }] }, 'before');
    await page.getByText('From before').waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await page.getByText('From before').count()).toBe(1);
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('button', { name: 'Delete and start over' }).click();
    for (const each of [page, other.page]) {
      await each.getByText('From before').waitFor({ state: 'detached' });
      await each.getByRole('button', { name: 'My answer' }).waitFor();
    }
  });

  it('has no teammates with just me, until I switch them on again, and remembers it', async () => {
    const { page } = await see();
    const justMe = page.getByRole('switch', { name: /Just me/ });
    expect(await justMe.getAttribute('aria-checked')).toBe('false');
    await justMe.click();
    await page.getByText('teammates are off').waitFor();
    expect(await playground.game.store.playgrounds.choices(cast.id)).toMatchObject({ justMe: true });
    await page.reload();
    expect(await justMe.getAttribute('aria-checked')).toBe('true');
    await page.getByRole('button', { name: /Tomorrow/ }).click();
    await page.getByText(/Yesterday: /).waitFor();
    const round = await playground.openRound();
    expect(await playground.game.store.answers.countAnswers(round)).toBe(0);
    await justMe.click();
    await page.getByText('3 have answered').waitFor({ timeout: 20_000 });
  });

  it('is set up once, however often it starts', async () => {
    const before = await playground.game.store.webMessages.latest(backend, 50);
    await playground.web.start();
    expect(await playground.game.store.webMessages.latest(backend, 50)).toEqual(before);
  });
});

describe.skipIf(!browser)('a playground that shares its time with others', () => {
  it('has a question open and no clock to turn', async () => {
    const playground = await openPlayground({ ownsClock: false });
    try {
      if (!browser) return;
      const { page } = await visit(browser, playground.origin);
      await page.getByRole('button', { name: 'My answer' }).waitFor();
      expect(await page.getByRole('button', { name: /Tomorrow|Close now|Fill|Start over/ }).count()).toBe(0);
    } finally {
      await playground.close();
    }
  });
});
