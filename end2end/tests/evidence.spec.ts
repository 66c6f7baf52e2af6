// Evidence from a phone: both sides of the document over a line that breaks, what stands on them, and the live capture.
import { agree, emblem, giveSide, newcomer, portrait, said, video } from '../support/evidence';
import type { Picture } from '../support/journey';
import { county } from '../support/people';
import { hire, sendBack, signInStaff, takeCase } from '../support/staff';
import { expect, hasScripts, hold, test } from '../support/test';
import { whole } from '../support/whole';
import type { Page } from '@playwright/test';

async function send(page: Page, side: 'portrait' | 'emblem', picture: Picture) {
  const section = page.locator(`#side-${side}`);
  if (hasScripts()) {
    await giveSide(page, side, picture);
  } else {
    await section.locator(`#${side}`).setInputFiles(picture);
    await section.getByRole('button', { name: '上传' }).click();
  }
  await expect(page.locator(`#side-${side} .tag--good`)).toHaveText('已上传', { timeout: 45_000 });
}

test('both sides are sent, confirmed with mistakes mended, and the journey goes on @phone @nojs', async ({ page, context, browser }) => {
  test.slow();
  const who = await newcomer(context);
  await page.goto('/hunan/card');
  await agree(page);
  await send(page, 'portrait', await portrait(browser));
  await send(page, 'emblem', await emblem(browser));
  await page.getByRole('link', { name: '上传完成请核对信息' }).click();
  await expect(page.getByRole('heading', { name: '核对证件信息' })).toBeVisible();
  const { sex, born } = said(who.idNumber);
  await expect(page.getByLabel('性别')).toHaveValue(sex === '男' ? '1' : '2');
  await page.getByLabel('姓名').fill('张三');
  await page.getByLabel('民族').selectOption('01');
  await page.getByLabel('出生日期').fill('20010101');
  await page.getByLabel('住址').fill('湖南省长沙市芙蓉区解放路 1 号');
  await page.getByLabel('有效期限：起').fill('20180301');
  await page.getByLabel('有效期限：止').fill('不知道');
  await page.getByRole('button', { name: '确认无误，下一步' }).click();
  await expect(page.locator('#error-summary')).toBeVisible();
  await expect(page.getByLabel('姓名')).toHaveValue('张三');
  await expect(page.getByLabel('有效期限：止')).toHaveValue('不知道');
  await page.getByLabel('有效期限：止').fill('长期');
  await page.getByLabel('出生日期').fill(born);
  await page.getByRole('button', { name: '确认无误，下一步' }).click();
  await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
});

test('a side that was chosen before the script came is looked at and sent @phone', async ({ page, context, browser }) => {
  test.slow();
  await newcomer(context);
  await page.goto('/hunan/card');
  await agree(page);
  const release = await hold(page, '**/card.js');
  await page.goto('/hunan/card', { waitUntil: 'commit' });
  await page.locator('#portrait').setInputFiles(await portrait(browser));
  release();
  await expect(page.locator('#side-portrait .tag--good')).toHaveText('已上传', { timeout: 45_000 });
});

test('a line that breaks costs nothing: after a reload the rest is sent by itself @phone', async ({ page, context, browser, complaints }) => {
  test.slow();
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context);
  await page.goto('/hunan/card');
  await agree(page);
  const put = { passed: 0 };
  await page.route('**/uploads/*/*', async (route) => {
    if (route.request().method() === 'PUT' && put.passed >= 1) return route.abort('connectionreset');
    put.passed += route.request().method() === 'PUT' ? 1 : 0;
    return route.continue();
  });
  const picture = await portrait(browser);
  await giveSide(page, 'portrait', picture);
  await expect(page.locator('#side-portrait .upload-status')).toContainText('网络中断', { timeout: 45_000 });
  await page.unroute('**/uploads/*/*');
  const again: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && again.push(new URL(request.url()).pathname));
  await page.reload();
  await expect(page.locator('#side-portrait .tag--good')).toHaveText('已上传', { timeout: 45_000 });
  expect(again.length > 0 && again.every((path) => !path.endsWith('/0')), 'what had arrived is not sent again').toBe(true);
});

test('a side of which only the answer was lost is not sent again, but another picture is @phone', async ({ page, context, browser, complaints }) => {
  test.slow();
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context);
  await page.goto('/hunan/card');
  await agree(page);
  let lost = 0;
  await page.route('**/uploads/*/finish?*', async (route) => {
    if (lost++ === 0) expect((await route.fetch()).status()).toBe(200);
    return route.abort('connectionreset');
  });
  const section = page.locator('#side-portrait');
  await giveSide(page, 'portrait', await portrait(browser));
  await expect(section.locator('.upload-status')).toContainText('网络中断', { timeout: 45_000 });
  await page.goto('about:blank');
  await page.unroute('**/uploads/*/finish?*');

  const announced: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/uploads') && announced.push(request.url()));
  const finished = () => page.waitForResponse((answer) => answer.url().includes('/finish?'));
  let answered = finished();
  await page.goto('/hunan/card');
  expect((await answered).status()).toBe(200);
  // said by the script when it has forgotten what it kept
  await expect(section.locator('.upload-status')).toHaveText('已上传', { timeout: 45_000 });
  expect(announced, 'the answer alone is asked for').toEqual([]);

  await page.reload();
  await expect(section.locator('.tag--good')).toHaveText('已上传');
  answered = finished();
  await giveSide(page, 'portrait', await portrait(browser, { left: 190 }));
  expect((await answered).status()).toBe(200);
  expect(announced, 'another picture is another upload').toHaveLength(1);
  await expect(section.locator('.upload-status')).toHaveText('已上传', { timeout: 45_000 });
});

test('the face is recorded by the camera, shown, and used @phone', async ({ page, context }) => {
  test.slow();
  await newcomer(context);
  await page.goto('/hunan/face');
  await agree(page);
  await page.getByRole('button', { name: '开始拍摄' }).click();
  await expect(page.getByText(/正在拍摄/)).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: '使用' }).click({ timeout: 20_000 });
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: '下一步' }).click();
});

test('without scripts a video is chosen; without face data the office is @nojs-only', async ({ page, context }) => {
  await newcomer(context);
  await page.goto('/hunan/face');
  await agree(page);
  await page.getByLabel('选择面部视频').setInputFiles(video());
  await page.getByRole('button', { name: '上传' }).click();
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible();
  const other = await context.newPage();
  await context.clearCookies();
  await newcomer(context);
  await other.goto('/hunan/face');
  await other.getByRole('button', { name: '现场办理' }).click();
  await expect(other.getByRole('heading', { name: '已选择现场办理' })).toBeVisible();
});

test('a capture that was sent back is asked for again, with the reason @phone @nojs', async ({ page, context, browser, somebody }) => {
  test.slow();
  const [region, reason] = [county(), '人脸视频看不清楚，请在光线均匀处正对镜头重新拍摄。'];
  const { http, receipt } = await whole(browser, region);
  const desk = await somebody();
  await signInStaff(desk, hire('审核员', region, 'reviewer', 'evident'));
  await takeCase(desk, receipt);
  await sendBack(desk, '人脸识别验证', reason);
  await context.addCookies((await http.storageState()).cookies);
  await page.goto('/evident/status');
  await page.getByRole('link', { name: '去修改：人脸识别验证' }).click();
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { name: '这一项被退回，需要修改' })).toBeVisible();
  await expect(main).toContainText(reason);
  await expect(main.getByRole('heading', { name: '已转人工审核' }), 'it does not say that nothing is left to do').toHaveCount(0);
  await page.getByRole('button', { name: '转人工审核' }).click();
  await expect(main.getByRole('heading', { name: '已转人工审核' })).toBeVisible();
  await expect(main.getByRole('heading', { name: '这一项被退回，需要修改' })).toHaveCount(0);
  await page.getByRole('link', { name: '下一步' }).click();
  await expect(page.getByRole('heading', { name: '核对信息' })).toBeVisible();
});
