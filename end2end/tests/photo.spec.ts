// The photo step with JavaScript: the worker under the real content security policy, with and without SIMD; the crop moved by
// keys, mouse and two fingers; and what happens when the worker cannot run or the connection drops.
import type { Page } from '@playwright/test';
import { lend, registered } from '../support/applicant';
import { choosePicture, usePhoto } from '../support/journey';
import { county } from '../support/people';
import { compliant, ordinary } from '../support/pictures';
import { overflow, shoot } from '../support/screens';
import { expect, hold, test } from '../support/test';

test.beforeEach(async ({ page, context }) => {
  await lend(await registered(county()), context);
  await page.goto('/short/photo');
});

test('an ordinary picture is measured, cropped and accepted in the browser', async ({ page, browser }, info) => {
  const policy = (await page.goto('/short/photo'))?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("'wasm-unsafe-eval'");
  expect(policy).not.toMatch(/'unsafe-(eval|inline)'/);
  const builds = fetched(page, /photo_worker_\w+_bg\.wasm$/);
  await choosePicture(page, await ordinary(browser));
  await settled(page);
  expect(builds).toEqual([expect.stringContaining('photo_worker_simd_bg.wasm')]);
  await expect(page.locator('#crop-frame .measures__lines line')).toHaveCount(4);
  await expect(page.locator('.measures-key')).toContainText(/实测 \d+ 像素，要求 50–110 像素/);
  expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
  await shoot(page, info, 'photo-editor');
  await usePhoto(page);
});

test('a picture that was chosen before the page was awake is measured all the same', async ({ page, browser }) => {
  const release = await hold(page, '**/pkg/**/*.{js,wasm}');
  await page.goto('/short/photo', { waitUntil: 'commit' });
  await page.getByLabel('选择照片文件').setInputFiles(await ordinary(browser));
  release();
  await settled(page);
  await expect(page.getByLabel('选择照片文件')).toBeHidden();
});

test('without SIMD the other build says the same', { tag: '@desktop' }, async ({ page, context, browser }) => {
  const picture = await ordinary(browser);
  await choosePicture(page, picture);
  await settled(page);
  const measured = await page.locator('.measures-key').innerText();
  await context.route('**/worker_loader.js', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('WebAssembly.validate(SIMD)', 'false');
    await route.fulfill({ response: answer, body });
  });
  const builds = fetched(page, /photo_worker_\w+_bg\.wasm$/);
  await page.reload();
  await choosePicture(page, picture);
  await settled(page);
  expect(builds).toEqual([expect.stringContaining('photo_worker_baseline_bg.wasm')]);
  expect(await page.locator('.measures-key').innerText()).toBe(measured);
});

test('the crop follows keys and buttons, and each place is judged anew', async ({ page, browser }) => {
  await choosePicture(page, await ordinary(browser));
  await settled(page);
  const [hair, face] = [await measure(page, '头顶'), await measure(page, '脸宽')];
  await page.locator('#crop-frame').focus();
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => measure(page, '头顶')).toBeCloseTo(hair + 20, -0.5);
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(() => measure(page, '头顶')).toBeCloseTo(hair + 19, -0.5);
  await page.keyboard.press('+');
  await expect.poll(() => measure(page, '脸宽')).toBeGreaterThan(face);
  await page.getByRole('button', { name: '恢复自动位置' }).click();
  await settled(page);
  await expect.poll(() => measure(page, '头顶')).toBe(hair);
  await moveOut(page);
  await expect(page.locator('.finding--fail[data-rule^="geometry."]').first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('button', { name: '使用这张照片' })).toBeDisabled();
});

test('the mouse drags the picture and its wheel enlarges it', { tag: '@desktop' }, async ({ page, browser }) => {
  await choosePicture(page, await ordinary(browser));
  await settled(page);
  const [hair, face] = [await measure(page, '头顶'), await measure(page, '脸宽')];
  const frame = (await page.locator('#crop-frame').boundingBox())!;
  const scale = 480 / frame.width;
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 15, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => measure(page, '头顶')).toBeCloseTo(hair + 15 * scale, -1);
  await page.mouse.wheel(0, -100);
  await expect.poll(() => measure(page, '脸宽')).toBeGreaterThan(face);
});

test('two fingers enlarge the picture', { tag: '@phone' }, async ({ page, browser, context }) => {
  await choosePicture(page, await ordinary(browser));
  await settled(page);
  const face = await measure(page, '脸宽');
  await page.locator('#crop-frame').scrollIntoViewIfNeeded();
  const frame = (await page.locator('#crop-frame').boundingBox())!;
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  const touch = await context.newCDPSession(page);
  const fingers = (apart: number) => [{ x: x - apart, y, id: 0 }, { x: x + apart, y, id: 1 }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) });
  for (const apart of [42, 44, 46, 48]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect.poll(() => measure(page, '脸宽')).toBeGreaterThan(face * 1.1);
});

test('where the worker cannot run, the plain form takes the picture', async ({ page, context, complaints }) => {
  complaints.expected.push(/worker_loader|ERR_FAILED/);
  await context.route('**/worker_loader.js', (route) => route.abort());
  await choosePicture(page, compliant());
  await expect(page.getByRole('alert')).toContainText('由服务器检查和裁剪');
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByRole('heading', { name: '照片合格' })).toBeVisible({ timeout: 30_000 });
});

test('a dropped connection is tried again', { tag: '@desktop' }, async ({ page, complaints, browser }) => {
  complaints.expected.push(/ERR_(FAILED|CONNECTION)/);
  let tries = 0;
  await page.route('**/short/photo?*', (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    tries += 1;
    return tries === 1 ? route.abort('connectionreset') : route.continue();
  });
  await choosePicture(page, await ordinary(browser));
  await usePhoto(page);
  expect(tries).toBe(2);
});

/** Waits until the crop on the screen was judged and passes. */
async function settled(page: Page) {
  await expect(page.getByRole('button', { name: '使用这张照片' })).toBeEnabled({ timeout: 45_000 });
}

/** The number beside a measured line. */
async function measure(page: Page, name: string): Promise<number> {
  const label = await page.locator('#crop-frame .measures__lines text').filter({ hasText: name }).textContent();
  return Number(label?.replace(/\D/g, ''));
}

/** Pushes the head far down, where no rule lets it be. */
async function moveOut(page: Page) {
  await page.locator('#crop-frame').focus();
  for (let step = 0; step < 40; step++) await page.keyboard.press('ArrowDown');
}

function fetched(page: Page, pattern: RegExp): string[] {
  const urls: string[] = [];
  page.context().on('request', (request) => {
    if (pattern.test(request.url())) urls.push(request.url());
  });
  return urls;
}
