// What is said about a photograph: the guide with a drawing for every rule, the worst finding first with its drawing, and
// the result on paper.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { lend, registered } from '../support/applicant';
import { choosePicture } from '../support/journey';
import { county } from '../support/people';
import { deepPng, ordinary } from '../support/pictures';
import { overflow, shoot } from '../support/screens';
import { expect, hasScripts, test } from '../support/test';

test('the guide draws every rule right and wrong', { tag: '@nojs' }, async ({ page, request }, info) => {
  await page.goto('/short/photo/guide');
  const rules = page.locator('.guide > li');
  await expect(rules).toHaveCount(41);
  for (const rule of await rules.all()) {
    const code = await rule.getAttribute('data-rule');
    await expect(rule).toContainText(/正确示例.+错误示例/s);
    await expect(rule.locator('img')).toHaveAttribute('src', new RegExp(`/${code}\\.svg$`));
  }
  await drawn(page, '.guide img');
  await expectAccessible(page);
  expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
  await shoot(page, info, 'photo-guide');
  const address = await rules.first().locator('img').getAttribute('src');
  const drawing = await request.get(address!);
  expect(drawing.headers()['content-type']).toBe('image/svg+xml');
  expect(drawing.headers()['cache-control']).toContain('immutable');
});

test('the guide is reached from the photo step, and leads back', { tag: '@nojs' }, async ({ page, context }) => {
  await lend(await registered(county()), context);
  await page.goto('/short/photo');
  await page.getByRole('link', { name: '查看全部拍照要求和正误示例图' }).click();
  await expect(page.getByRole('heading', { name: '拍照要求与示例', level: 1 })).toBeVisible();
  await page.getByRole('link', { name: '准备好了，去提交照片' }).click();
  await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
});

test('the worst finding comes first, with what to do and its drawing', { tag: '@nojs' }, async ({ page, context }, info) => {
  await lend(await registered(county()), context);
  await page.goto('/short/photo');
  await choosePicture(page, deepPng());
  const first = page.locator('.finding').first();
  await expect(first).toHaveClass(/finding--fail/, { timeout: 45_000 });
  await page.waitForLoadState();
  const outcomes = await page.locator('.finding').evaluateAll((all) => all.map((card) => /--(\w+)/.exec(card.className)?.[1]));
  const order = ['fail', 'advice', 'pass'];
  expect(outcomes).toEqual([...outcomes].sort((a, b) => order.indexOf(a!) - order.indexOf(b!)));
  const code = await first.getAttribute('data-rule');
  await expect(first.locator('.finding__do')).toHaveText(/\S/);
  await expect(first.locator('.example')).toContainText(/正确示例.+错误示例/s);
  await expect(first.locator('img')).toHaveAttribute('src', new RegExp(`/${code}\\.svg$`));
  await drawn(page, '.finding--fail img');
  expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await shoot(page, info, 'photo-refused');
});

test('a result is printed on one sheet, as a table without buttons', { tag: '@desktop' }, async ({ page, context, browser }, info) => {
  await lend(await registered(county()), context);
  await page.addInitScript(() => (window.print = () => void document.documentElement.setAttribute('data-printed', '')));
  await page.goto('/short/photo');
  const print = page.getByRole('button', { name: '打印检查结果' });
  await expect(print).toBeHidden();
  await choosePicture(page, await ordinary(browser));
  await expect(page.getByRole('button', { name: '使用这张照片' })).toBeEnabled({ timeout: 45_000 });
  await print.click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', '');
  await onPaper(page, 'IMG_20261121_093015.jpg');
  await expect(page.locator('#crop-verdict')).toBeVisible();
  await expect.poll(() => page.locator('.findings .finding:visible').count()).toBeGreaterThan(20);
  await shoot(page, info, 'print-photo-editor');
  expect(await sheets(page)).toBe(1);
});

test('a refusal is printed with what to do', { tag: ['@nojs'] }, async ({ page, context }, info) => {
  await lend(await registered(county()), context);
  await page.goto('/short/photo');
  await choosePicture(page, deepPng());
  await expect(page.locator('.finding').first()).toBeVisible({ timeout: 45_000 });
  // The server keeps no names of files.
  await onPaper(page, hasScripts() ? 'deep.png' : '');
  await expect(page.locator('.finding__do').first()).toBeVisible();
  await shoot(page, info, 'print-photo-refused');
  expect(await sheets(page)).toBe(1);
});

test('the guide is printed with its drawings', { tag: '@desktop' }, async ({ page }, info) => {
  await page.goto('/short/photo/guide');
  await drawn(page, '.guide img');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.guide img').first()).toBeVisible();
  await expect(page.getByRole('link', { name: '准备好了，去提交照片' })).toBeHidden();
  await shoot(page, info, 'print-photo-guide');
  expect(await sheets(page)).toBeLessThanOrEqual(5);
});

/** Every drawing arrives and is a picture, those far down the page too. */
async function drawn(page: Page, selector: string) {
  for (const picture of await page.locator(selector).all()) {
    if (!(await picture.isVisible())) continue;
    await picture.scrollIntoViewIfNeeded();
    const width = () => picture.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0));
    await expect.poll(width, `${await picture.getAttribute('src')} is drawn`).toBeGreaterThan(0);
  }
}

/** As a printer sees it: the head is there, what only a screen can use is not. */
async function onPaper(page: Page, file: string) {
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: '照片检查结果' })).toBeVisible();
  await expect(page.locator('.print-head')).toContainText(/20\d\d年\d+月\d+日/);
  if (file) await expect(page.locator('.print-head')).toContainText(file);
  await expect(page.locator('.print-head dd:empty')).toBeHidden();
  for (const gone of ['button', 'input', '.example', 'form']) {
    await expect(page.locator(`main ${gone}:visible`), `${gone} on paper`).toHaveCount(0);
  }
}

/** Pages of the PDF that the browser makes of this page. */
async function sheets(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
