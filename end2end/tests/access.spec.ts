// Everybody can use every page: axe, one direction of scrolling, the keyboard, both languages, large type. Takes a picture
// of each page for people to look at.
import { expectAccessible } from '../support/axe';
import { CANDIDATE, enterCandidate, enterConsole, MEMBERS, OPEN, type Visited } from '../support/pages';
import { overflow, shoot } from '../support/screens';
import { expect, test } from '../support/test';
import type { Page, TestInfo } from '@playwright/test';

test.describe.configure({ timeout: 120_000 });

for (const language of ['zh-CN', 'en']) {
  test.describe(`in ${language}`, () => {
    test.beforeEach(async ({ context, baseURL, complaints }) => {
      await context.addCookies([{ name: 'language', value: language, url: baseURL! }]);
      complaints.expected.push(/status of 4(0[1349]|10)/);
    });

    test('pages for everybody', async ({ page }, info) => {
      await lookAt(page, info, OPEN, language);
    });

    test('pages of a candidate', async ({ page, context }, info) => {
      await enterCandidate(context);
      await lookAt(page, info, CANDIDATE, language);
    });

    for (const [who, { enter, pages }] of Object.entries(MEMBERS)) {
      test(`pages of somebody ${who}`, async ({ page, context }, info) => {
        await enter(context);
        await lookAt(page, info, pages, language);
      });
    }
  });
}

test('pages of the console', async ({ page, context }, info) => {
  await lookAt(page, info, await enterConsole(context), 'zh-CN');
});

test('the main act of a page is reached with the Tab key', { tag: '@desktop' }, async ({ page, context }) => {
  await page.goto('/short/');
  await tabTo(page, '新生入籍');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('手机号码')).toBeVisible();
  await tabTo(page, '获取验证码');
  await tabTo(page, '注册');
  await enterCandidate(context);
  await page.goto('/short/check');
  await tabTo(page, '提交');
});

test('what has the focus is not hidden behind the act at the lower edge', { tag: '@phone' }, async ({ page, context }) => {
  await MEMBERS['who begins in Hubei'].enter(context);
  for (const path of ['/hubei/password', '/hubei/details', '/hubei/recover/office']) {
    await page.goto(path);
    await expect(page.locator('.act')).toHaveCSS('position', 'sticky');
    let looked = 0;
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      const hidden = await page.evaluate(() => {
        const focused = document.activeElement!;
        const act = document.querySelector('.act')!;
        if (focused === document.body || act.contains(focused)) return undefined;
        return focused.getBoundingClientRect().bottom > act.getBoundingClientRect().top && focused.outerHTML;
      });
      if (hidden === undefined) break;
      looked += 1;
      expect.soft(hidden, path).toBe(false);
    }
    expect(looked, path).toBeGreaterThan(4);
  }
});

test('the skip link leads past the head of the page', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('/short/register');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
});

test('the language is switched and remembered', { tag: '@nojs' }, async ({ page, context }) => {
  await page.goto('/short/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL(/\/short\/$/);
  const later = await context.newPage();
  await later.goto('/short/register');
  await expect(later.locator('html')).toHaveAttribute('lang', 'en');
  await expect(later.getByLabel('Mobile number')).toBeVisible();
  await later.getByRole('button', { name: '中文' }).click();
  await expect(later.getByLabel('手机号码')).toBeVisible();
});

test('large type is switched on and remembered', { tag: '@nojs' }, async ({ page, context }, info) => {
  await page.goto('/short/');
  const size = () =>
    page
      .locator('main p')
      .first()
      .evaluate((text) => parseFloat(getComputedStyle(text).fontSize));
  const before = await size();
  await page.getByRole('button', { name: '大字版' }).click();
  await expect(page.getByRole('button', { name: '标准字号' })).toBeVisible();
  expect((await size()) / before).toBeGreaterThanOrEqual(1.3);
  const later = await context.newPage();
  await later.goto('/short/register');
  await expect(later.getByRole('button', { name: '标准字号' })).toBeVisible();
  expect(await overflow(later), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
  await expectAccessible(later, 'the registration form in large type');
  await shoot(later, info, 'register-large');
});

async function lookAt(page: Page, info: TestInfo, pages: Visited[], language: string) {
  // some seconds each, also on a machine with other work
  test.setTimeout(Math.max(120_000, 12_000 * pages.length));
  for (const { name, path, status } of pages) {
    await test.step(`${name}: ${path}`, async () => {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(status);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page).toHaveTitle(/\S/);
      if (language === 'en') await expectNoChinese(page);
      await shoot(page, info, language === 'zh-CN' ? name : `${name}-${language}`);
      expect.soft(await overflow(page), `${name}: pixels that stick out sideways`).toBeLessThanOrEqual(0);
      await expectAccessible(page, name);
      expect.soft(await saysNotWhose(page), `${name}: forms that do not say whose page it is`).toEqual([]);
    });
  }
}

/** What anybody may send, whose page ever it is. */
const ANYBODY = /^\/api\/(set-|sign-out|sign-in|register|request-code|request-email-code|request-recovery-code|verify-|open-invitation)/;

/** Where forms of a signed-in candidate's page are sent without saying whose it is. */
async function saysNotWhose(page: Page): Promise<string[]> {
  if ((await page.locator('a[href$="/sign-out"]').count()) === 0) return [];
  const addresses = await page.locator('form[method=post], [formaction]').evaluateAll((all) =>
    all.map((one) => one.getAttribute('formaction') ?? one.getAttribute('action') ?? ''),
  );
  return addresses.filter((address) => !ANYBODY.test(address) && !/[?&]owner=[0-9a-f]{32}$/.test(address));
}

/** Headings and buttons are translated; names of places and people stay as they are, and say which language they are in. */
async function expectNoChinese(page: Page) {
  const words = await page.locator(':is(h1, h2, label, button, nav a):not(body [lang], body [lang] *)').allInnerTexts();
  expect
    .soft(
      words.filter((text) => /\p{Script=Han}/u.test(text)),
      'words that are not translated',
    )
    .toEqual([]);
}

async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = page.getByRole('main').locator(':focus');
    if ((await focused.count()) === 1 && (await focused.innerText()).trim() === name) return;
  }
  throw new Error(`${name} cannot be reached with the Tab key`);
}
