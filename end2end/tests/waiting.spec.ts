// Evidence that waits for an engine: its place in the line, readings that were left out, and what is chosen meanwhile.
import { expectAccessible } from '../support/axe';
import { agree, emblem, giveSide, newcomer, portrait, video } from '../support/evidence';
import { OwnServer } from '../support/own-server';
import { expect, test } from '../support/vendor';
import type { Page } from '@playwright/test';

const CARD = '/evident/card';
const FACE = '/evident/face';

const uploaded = (page: Page, side: 'portrait' | 'emblem') =>
  expect(page.locator(`#side-${side} .tag--good`)).toHaveText('已上传', { timeout: 45_000 });

test('a document that could not be read is read when its candidate asks for it @phone', async ({ own, vendor, page, context, browser }, info) => {
  test.slow();
  const who = await newcomer(context, own.url, undefined, 'evident');
  vendor.reads = false;
  await page.goto(`${own.url}${CARD}`);
  await agree(page);
  await giveSide(page, 'portrait', await portrait(browser));
  await uploaded(page, 'portrait');
  await giveSide(page, 'emblem', await emblem(browser));
  await uploaded(page, 'emblem');
  await expect(page.getByRole('heading', { name: '证件信息还没有自动读取' })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: info.outputPath('left-out.png'), fullPage: true });

  await page.getByRole('button', { name: '自动读取' }).click();
  await expect(page.locator('#error-summary'), 'it fails again').toContainText('请稍后再试');
  await page.getByRole('link', { name: '自己填写' }).click();
  await expect(page.getByRole('heading', { name: '核对证件信息' })).toBeVisible();
  await expect(page.getByLabel('姓名')).toHaveValue('');
  await page.screenshot({ path: info.outputPath('by-hand.png'), fullPage: true });

  vendor.reads = true;
  vendor.holder = { name: '周慧', idNumber: who.idNumber, address: '湖南省长沙市芙蓉区解放路 1 号' };
  await page.getByRole('link', { name: '自动读取' }).click();
  await expect(page.getByRole('heading', { name: '证件信息还没有自动读取' })).toBeVisible();
  await page.getByRole('button', { name: '自动读取' }).click();
  await expect(page.getByLabel('姓名')).toHaveValue('周慧');
  await expect(page.getByRole('link', { name: '自动读取' })).toHaveCount(0);
});

test('a document that is being read says so, can be typed meanwhile, and comes by itself', async ({ own, vendor, page, context, browser }, info) => {
  test.slow();
  const who = await newcomer(context, own.url, undefined, 'evident');
  vendor.holder = { name: '周慧', idNumber: who.idNumber, address: '湖南省长沙市芙蓉区解放路 1 号' };
  vendor.hold('/card');
  await page.goto(`${own.url}${CARD}`);
  await agree(page);
  await giveSide(page, 'portrait', await portrait(browser));
  await uploaded(page, 'portrait');
  await giveSide(page, 'emblem', await emblem(browser));
  await expect(page.locator('#side-emblem .upload-status')).toContainText('正在读取证件上的信息', { timeout: 45_000 });

  const confirm = `${own.url}${CARD}/confirm`;
  await page.goto(confirm);
  await expect(page.getByRole('heading', { name: '正在自动读取证件信息' })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: info.outputPath('being-read.png'), fullPage: true });
  await page.getByRole('link', { name: '不等了，自己填写' }).click();
  await expect(page.getByLabel('姓名')).toHaveValue('');

  await page.goto(confirm);
  await expect(page.getByRole('heading', { name: '正在自动读取证件信息' })).toBeVisible();
  vendor.release();
  await expect(page.getByLabel('姓名'), 'without anybody loading it').toHaveValue('周慧', { timeout: 30_000 });
});

test('a face that is being judged is said to be, and its verdict comes by itself @phone', async ({ own, vendor, page, context }, info) => {
  test.slow();
  await newcomer(context, own.url, undefined, 'evident');
  await page.goto(`${own.url}${FACE}`);
  await agree(page);
  vendor.faces = [{ verdict: 'pass' }];
  vendor.hold();
  await page.locator('.way-choice__input').last().setInputFiles(video());
  await expect(page.locator('.upload-status')).toContainText('正在核验', { timeout: 30_000 });
  await page.reload();
  await expect(page.getByRole('heading', { name: '视频已收到，正在核验' })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: info.outputPath('being-judged.png'), fullPage: true });
  vendor.release();
  await expect(page.getByRole('heading', { name: '人脸实人核验通过' })).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => kept(page), 'nothing is left on the device').toEqual([]);
  expect(vendor.asked.filter(({ path }) => path === '/face'), 'judged once').toHaveLength(1);
});

test('without scripts a film may wait longer than a request does @nojs-only', async ({ vendor, page, context }) => {
  test.setTimeout(120_000);
  // the engine is waited for longer than the form
  const own = await OwnServer.start({ ...vendor.settings, RUJI_IDENTITY__TIMEOUT: '2m' });
  await newcomer(context, own.url, undefined, 'evident');
  await page.goto(`${own.url}${FACE}`);
  await agree(page);
  vendor.faces = [{ verdict: 'pass' }];
  vendor.hold();
  await page.getByLabel('选择面部视频').setInputFiles(video());
  await page.getByRole('button', { name: '上传' }).click({ timeout: 60_000, noWaitAfter: true });
  await expect(page.getByRole('heading', { name: '视频已收到，正在核验' })).toBeVisible({ timeout: 60_000 });
  vendor.release();
  await expect(page.getByRole('heading', { name: '人脸实人核验通过' }), 'the page loads itself again').toBeVisible({ timeout: 30_000 });
  await own.remove();
});

/** Films and pictures that wait on the device to be sent. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      const place = await caches.open(name);
      for (const { url } of await place.keys()) if (url.includes('/kept/')) found.push(url);
    }
    return found;
  });

test('who asks for a person while the film is on its way does not send it after that @phone', async ({ own, vendor, page, context, complaints }) => {
  test.slow();
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context, own.url, undefined, 'evident');
  await page.goto(`${own.url}${FACE}`);
  await agree(page);
  await page.route('**/uploads/*/*', (route) => route.abort('connectionreset'));
  await page.locator('.way-choice__input').last().setInputFiles(video());
  await expect(page.locator('.upload-status')).toContainText('网络中断', { timeout: 30_000 });
  expect(await kept(page)).not.toEqual([]);
  await page.unroute('**/uploads/*/*');
  await page.getByRole('button', { name: '转人工审核' }).click();
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible();
  await expect.poll(() => kept(page)).toEqual([]);
  await page.reload();
  await expect(page.getByText('您没有提交视频')).toBeVisible();
  expect(vendor.asked).toEqual([]);
});

test('another picture that is chosen while the first is on its way takes its place @phone', async ({ own, page, context, browser, complaints }) => {
  test.slow();
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context, own.url, undefined, 'evident');
  await page.goto(`${own.url}${CARD}`);
  await agree(page);
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  let pieces = 0;
  await page.route('**/uploads/*/*', async (route) => {
    if (route.request().method() === 'PUT' && pieces++ === 0) await held;
    return route.continue().catch(() => {});
  });
  await giveSide(page, 'portrait', await portrait(browser));
  await expect.poll(() => pieces, { message: 'the first is on its way', timeout: 45_000 }).toBe(1);
  const announced: number[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/uploads')) announced.push(request.postDataJSON().size_bytes);
  });
  await giveSide(page, 'portrait', await portrait(browser, { left: 230 }));
  await uploaded(page, 'portrait');
  release();
  await expect(page.locator('#side-portrait .upload-status')).toHaveText('已上传');
  expect(announced).toHaveLength(1);
  const shown = page.locator('#side-portrait .card-side__picture');
  const bytes = (await (await context.request.get(`${own.url}${await shown.getAttribute('src')}`)).body()).length;
  expect(bytes, 'the second one stands').toBe(announced[0]);
  await page.reload();
  await expect(page.locator('#side-portrait .upload-status'), 'the first is not sent again').toHaveText('');
  await expect.poll(() => kept(page)).toEqual([]);
});
