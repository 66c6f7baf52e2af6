// The live capture where digits are read aloud: drawn by the server, shown once, recorded with sound; movements for those who do not
// speak; without scripts by the phone's own camera.
import { expectAccessible } from '../support/axe';
import { agree, newcomer, video } from '../support/evidence';
import { expect, hold, test } from '../support/test';
import type { BrowserContext, Page } from '@playwright/test';

const FACE = '/spoken/face';

async function before(context: BrowserContext, page: Page) {
  await newcomer(context, undefined, undefined, 'spoken');
  await page.goto(FACE);
  await agree(page);
}

test('four digits are shown, recorded with sound and sent @phone @wechat', async ({ page, context }) => {
  test.slow();
  await before(context, page);
  await expectAccessible(page);
  await page.getByRole('button', { name: '获取四位数字' }).click();
  const asked = page.locator('#face-asked');
  await expect(asked.getByRole('heading', { name: '请记住这四个数字' })).toBeVisible();
  const digits = (await asked.locator('.face-asked__digits span').allTextContents()).join('');
  expect(digits).toMatch(/^\d{4}$/);
  expect(digits, 'equal digits run together').not.toMatch(/(\d)\1/);
  await expectAccessible(page);
  const announced = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('/uploads') && request.method() === 'POST');
  await page.getByRole('button', { name: '开始录制视频' }).click();
  await expect(page.getByText(`请读：${[...digits].join(' ')} – 正在录制`)).toBeVisible({ timeout: 20_000 });
  await expect(asked, 'they stay where they can be read').toBeVisible();
  await page.getByRole('button', { name: '使用' }).click({ timeout: 20_000 });
  const { size_bytes, challenge } = (await announced).postDataJSON();
  expect(size_bytes, 'small enough for a slow line').toBeLessThan(1_500_000);
  expect(challenge).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
});

test('whoever does not speak does three movements instead @phone', async ({ page, context }) => {
  test.slow();
  await before(context, page);
  await page.getByRole('button', { name: '不方便说话，用动作代替' }).click();
  const asked = page.locator('#face-asked');
  await expect(asked.getByRole('heading', { name: '请记住这三个动作' })).toBeVisible();
  const movements = await asked.locator('li').allTextContents();
  expect(movements).toHaveLength(3);
  await page.getByRole('button', { name: '开始录制视频' }).click();
  await expect(page.getByText(`请做：${movements[2]}`, { exact: false })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: '使用' }).click({ timeout: 20_000 });
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
});

test('a button pressed before the script came leads to the live capture all the same @phone @wechat', async ({ page, context }) => {
  test.slow();
  await before(context, page);
  const release = await hold(page, '**/face.js');
  await page.goto(FACE, { waitUntil: 'commit' });
  await page.getByRole('button', { name: '获取四位数字' }).click();
  await expect(page.getByLabel('选择刚录好的视频'), 'the plain way').toBeVisible();
  const digits = (await page.locator('.face-asked__digits').textContent())!;
  const id = new URL(page.url()).searchParams.get('challenge');
  release();
  await expect(page.getByRole('button', { name: '开始录制视频' })).toBeVisible();
  await expect(page.locator('.face-asked__digits'), 'shown once').toHaveText([digits]);
  await expect(page.getByLabel('选择刚录好的视频')).toBeHidden();
  await expectAccessible(page);
  const announced = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('/uploads') && request.method() === 'POST');
  await page.getByRole('button', { name: '开始录制视频' }).click();
  await page.getByRole('button', { name: '使用' }).click({ timeout: 30_000 });
  expect((await announced).postDataJSON().challenge.replaceAll('-', '')).toBe(id);
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
});

test('a video chosen before the script came goes the plain way @phone', async ({ page, context }) => {
  await before(context, page);
  const release = await hold(page, '**/face.js');
  await page.goto(FACE, { waitUntil: 'commit' });
  await page.getByRole('button', { name: '不方便说话，用动作代替' }).click();
  await page.getByLabel('选择刚录好的视频').setInputFiles(video());
  release();
  await page.waitForLoadState();
  await page.getByRole('button', { name: '上传' }).click();
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
});

test('movements that a page showed before its script came run out in time @phone', async ({ page, context }) => {
  await before(context, page);
  const release = await hold(page, '**/face.js');
  await page.clock.install();
  await page.goto(FACE, { waitUntil: 'commit' });
  await page.getByRole('button', { name: '不方便说话，用动作代替' }).click();
  await expect(page.getByLabel('选择刚录好的视频')).toBeVisible();
  await page.clock.fastForward(60_000);
  release();
  await expect(page.getByRole('button', { name: '开始录制视频' })).toBeVisible();
  await page.clock.fastForward(121_000);
  await expect(page.locator('#error-summary')).toContainText('已过期');
});

test('the page says how many are before one, and is patient @phone', async ({ page, context, complaints }) => {
  test.slow();
  complaints.expected.push(/409/);
  await before(context, page);
  let turn: object = { state: 'waiting', ahead: 7 };
  await page.route('**/evidence/turn?*', (route) => route.fulfill({ json: turn }));
  let asked = 0;
  await page.route('**/uploads/*/finish?*', (route) => {
    const busy = { status: 409, json: { code: 'request.conflict', retry_after_secs: 2 } };
    return ++asked < 4 ? route.fulfill(busy) : route.continue();
  });
  await page.getByRole('button', { name: '获取四位数字' }).click();
  await page.getByRole('button', { name: '开始录制视频' }).click();
  await page.getByRole('button', { name: '使用' }).click({ timeout: 30_000 });
  await expect(page.locator('.upload-status')).toContainText('前面还有 7 人', { timeout: 20_000 });
  turn = { state: 'judging' };
  await expect(page.locator('.upload-status')).toContainText('正在核验', { timeout: 20_000 });
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
});

test('digits that were not used in time are drawn anew @phone', async ({ page, context }) => {
  await before(context, page);
  await page.route('**/face/challenge?*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), expires_in_secs: 1 } });
  });
  await page.getByRole('button', { name: '获取四位数字' }).click();
  await expect(page.locator('#error-summary')).toContainText('已过期', { timeout: 10_000 });
  await expect(page.getByRole('button', { name: '获取四位数字' })).toBeVisible();
});

test('without scripts the digits are shown once beside the form @nojs-only', async ({ page, context }) => {
  await before(context, page);
  await page.getByRole('button', { name: '获取四位数字' }).click();
  await expect(page.locator('.face-asked__digits')).toHaveText(/^\d{4}$/);
  const shown = page.url();
  await page.getByLabel('选择刚录好的视频').setInputFiles(video());
  await page.getByRole('button', { name: '上传' }).click();
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible();
  await page.goto(shown);
  await expect(page.getByText('已经显示过')).toBeVisible();
  await expect(page.locator('.face-asked__digits')).toHaveCount(0);
});
