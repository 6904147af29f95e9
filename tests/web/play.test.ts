import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChromium, openPlayground, type Playground } from './playground.ts';
import { isInSight, visit } from './visit.ts';

const browser: Browser | undefined = await openChromium();
let open: Playground | undefined;

afterAll(() => browser?.close());

describe.skipIf(!browser)('the first page', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground({ pick: 'one' });
  });
  afterAll(() => playground.close());

  it('shows a channel with a question open, says who I am, and three teammates answer within seconds', async () => {
    const { page, complaints, shifts } = await visit(chrome(), playground.origin);
    expect(new URL(page.url()).pathname).toBe('/c/backend');
    await page.getByText('You are Ana').waitFor();
    const question = page.locator('.entry').last();
    expect(await page.locator('button.row').count()).toBeGreaterThanOrEqual(4);
    await page.getByText('3 have answered').waitFor({ timeout: 20_000 });
    expect(await page.getByRole('button', { name: 'My answer' }).count()).toBe(1);
    expect(await shifts()).toEqual([]);
    expect(complaints).toEqual([]);
    expect(playground.log).toEqual([]);
    expect(await question.count()).toBe(1);
  });

  it('is another person when I say so', async () => {
    const { page } = await visit(chrome(), playground.origin);
    await page.getByRole('link', { name: /^Dana/ }).click();
    await page.getByText('You are Dana').waitFor();
    expect(page.url()).toContain('as=dana');
    // Her clock: the question came at 09:00 in London, five hours later than that in New York.
    expect(await page.locator('.byline time').last().textContent()).toContain('04:00');
  });
});

describe.skipIf(!browser)('a question', () => {
  beforeEach(async () => {
    open = await openPlayground({ pick: 'one' });
  });
  afterEach(() => open?.close());

  it('answered wrong shows why beside it, in sight without scrolling, to me alone', async () => {
    const { origin, openRound, rightLetters } = playground();
    const { page, complaints } = await visit(chrome(), `${origin}/c/backend?as=ana`);
    const ben = await visit(chrome(), `${origin}/c/backend?as=ben`);
    const right = rightLetters(await openRound());
    const wrong = ['A', 'B', 'C', 'D'].find((letter) => !right.includes(letter)) ?? 'A';

    await page.locator('button.row', { hasText: new RegExp(`^${wrong}`) }).click();
    await page.getByText(`${wrong} is in.`).waitFor();
    await page.getByRole('button', { name: 'Lock in and show me' }).click();
    await page.getByText(`Not ${wrong}. It is ${right[0]}.`).waitFor();
    await page.getByText(`What tempts about ${wrong}:`).waitFor();
    expect(await isInSight(page, '.beside .private .blocks')).toBe(true);
    expect(await page.getByText('Only you can see this').count()).toBe(1);

    expect(await ben.page.locator('.private').count()).toBe(0);
    expect(await ben.page.content()).not.toContain('What tempts');
    expect(complaints).toEqual([]);
  });

  it('shows a long explanation from its beginning, and the answer when it closes, however long that is', async () => {
    await open?.close();
    // On a Friday the recap of the week follows the answer at once.
    open = await openPlayground({ pick: 'one', at: Date.UTC(2026, 10, 27, 10) });
    const { page } = await visit(chrome(), `${open.origin}/c/backend?as=ana`);
    const tellsFromItsBeginning = () =>
      expect.poll(() => isInSight(page, '.beside .private:has(.why) .blocks > p:first-child')).toBe(true);
    await page.locator('button.row').first().click();
    await page.getByRole('button', { name: 'Lock in and show me' }).click();
    await page.getByRole('button', { name: 'Whole explanation' }).click();
    await page.locator('.beside .why').first().waitFor();
    await tellsFromItsBeginning();

    await page.getByRole('button', { name: /Close now/ }).click();
    await page.getByText(/^It was [A-E]\./).waitFor();
    await page.getByText('The week in #backend:').waitFor();
    await expect.poll(() => isInSight(page, '.message .actions:has(.primary)')).toBe(true);
    await page.getByRole('button', { name: 'Why, and my answer' }).click();
    await page.locator('.beside .why').first().waitFor();
    await tellsFromItsBeginning();
  });

  it('has no place for my answer any more once it is shown', async () => {
    const { origin } = playground();
    const { page } = await visit(chrome(), `${origin}/c/backend?as=ana`);
    const place = page.getByText('Your answer appears here.');
    await expect.poll(() => place.isVisible()).toBe(true);
    await page.getByRole('button', { name: /Close now/ }).click();
    await page.getByText(/^It was [A-E]\./).waitFor();
    await expect.poll(() => place.isVisible()).toBe(false);
  });

  it('keeps my receipt over a reload, one beside the question however often I press', async () => {
    const { page } = await visit(chrome(), `${playground().origin}/c/backend?as=ana`);
    await page.locator('button.row').nth(0).click();
    await page.getByText('A is in.').waitFor();
    await page.locator('button.row').nth(1).click();
    await page.getByText('B is in.').waitFor();
    expect(await page.locator('.private').count()).toBe(1);
    await page.reload();
    expect(await page.locator('.private').allTextContents()).toEqual([expect.stringContaining('B is in.')]);
  });

  it('is shown with its answer when I close it, and the next comes tomorrow, for every page without a reload', async () => {
    const { origin, openRound, rightLetters } = playground();
    const { page, complaints, shifts } = await visit(chrome(), `${origin}/c/backend?as=ana`);
    const other = await visit(chrome(), `${origin}/c/backend?as=dana`);
    const right = rightLetters(await openRound());
    await page.locator('button.row', { hasText: new RegExp(`^${right[0]}`) }).click();
    await page.getByText(`${right[0]} is in.`).waitFor();

    await page.getByRole('button', { name: /Close now/ }).click();
    for (const each of [page, other.page]) {
      await each.getByText(`It was ${right[0]}.`).waitFor();
      await each.getByText(/Right: .*Ana/).waitFor();
    }
    await page.getByRole('button', { name: /Tomorrow/ }).click();
    for (const each of [page, other.page]) await each.locator('button.row').first().waitFor();

    await page.getByRole('combobox').fill('leaderboard');
    await page.getByRole('combobox').press('Enter');
    await page.getByText(/Ana, 1[05] points|Ana, 20 points/).waitFor();
    await page
      .locator('.private')
      .getByText(/streak/)
      .last()
      .waitFor();
    expect(await other.shifts()).toEqual([]);
    expect(await shifts()).toEqual([]);
    expect([...complaints, ...other.complaints, ...playground().log]).toEqual([]);
  });

  it('closes nothing where nothing is open, and says so', async () => {
    const { page } = await visit(chrome(), `${playground().origin}/c/study-group?as=ana`);
    const nothing = page.getByText('Nothing was asked in #study-group yet.');
    expect(await nothing.isVisible()).toBe(true);
    await page.getByRole('button', { name: /Close now/ }).click();
    await page.getByText('No question is open in #study-group.').waitFor();
    await page.getByRole('combobox').fill('question');
    await page.getByRole('combobox').press('Enter');
    await page.locator('button.row').first().waitFor();
    expect(await nothing.isVisible()).toBe(false);
  });

  it('leaves what I type while a reply is on its way', async () => {
    const { page } = await visit(chrome(), `${playground().origin}/c/study-group?as=ana`);
    let answerNow = () => {};
    const held = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    await page.route('**/line?*', async (route) => {
      await held;
      await route.continue();
    });
    const line = page.getByRole('combobox');
    await line.fill('stats');
    await line.press('Enter');
    await line.fill('leaderboard');
    answerNow();
    await page.locator('.private').waitFor();
    expect(await line.inputValue()).toBe('leaderboard');
  });
});

describe.skipIf(!browser)('a question with several right options', () => {
  beforeEach(async () => {
    open = await openPlayground({ pick: 'several' });
  });
  afterEach(() => open?.close());

  it('is answered by a form, after which I am where I was', async () => {
    const { page, complaints } = await visit(chrome(), `${playground().origin}/c/backend?as=ana`);
    await page.getByRole('button', { name: 'Choose' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').nth(1).check();
    await dialog.getByRole('checkbox').nth(0).check();
    await dialog.getByRole('button', { name: 'Answer' }).click();
    await page.getByText('A and B are in.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Choose');
    expect(complaints).toEqual([]);
  });

  it('shares its page with forms that say at the field what is wrong, and keep what was typed', async () => {
    const { page, complaints } = await visit(chrome(), `${playground().origin}/c/backend?as=ana`);
    await page.getByRole('combobox').fill('daily');
    await page.getByRole('combobox').press('Enter');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const time = dialog.getByRole('textbox').first();
    await time.fill('half past never');
    await dialog.locator('button.primary').click();
    const refusal = dialog.locator('.error');
    await refusal.waitFor();
    expect(await time.inputValue()).toBe('half past never');
    expect(await time.getAttribute('aria-describedby')).toBe(await refusal.getAttribute('id'));
    expect(await time.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

function chrome(): Browser {
  if (!browser) throw new Error('skipped without Chromium');
  return browser;
}

function playground(): Playground {
  if (!open) throw new Error('no playground is open');
  return open;
}
