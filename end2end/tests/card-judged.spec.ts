// What is found of a card's picture is shown before it is sent: refused pictures stay on the phone, doubtful ones are asked about.
import { expectAccessible } from '../support/axe';
import { agree, giveSide, newcomer, portrait } from '../support/evidence';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

/** The card page, and every request that brings something of a picture. */
async function cardPage(page: Page): Promise<string[]> {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && /\/(uploads|card)\b/.test(new URL(request.url()).pathname)) sent.push(request.url());
  });
  await page.goto('/hunan/card');
  await agree(page);
  return sent;
}

test('a picture that the server would refuse is not sent, and says what to do @phone', async ({ page, context, browser }) => {
  test.slow();
  await newcomer(context);
  const sent = await cardPage(page);
  const section = page.locator('#side-portrait');
  const choose = section.locator('.way-choice__input').last();
  await expect(section.locator('.way-choice')).toBeVisible();
  await choose.setInputFiles(await portrait(browser, { left: 900 }));
  const notice = section.locator('.notice--bad');
  await expect(notice).toBeFocused({ timeout: 45_000 });
  await expect(notice.locator('li').first()).toHaveText(/证件没有拍全.*请让证件的四个角都在画面里/);
  await expect(notice.getByRole('button')).toHaveCount(0);
  await expect(section.getByLabel('重新拍摄')).toBeAttached();
  await expectAccessible(page);
  expect(sent, 'nothing of it was sent').toEqual([]);
  await page.reload();
  await expect(section.locator('.tag--good'), 'nor after a reload').toHaveCount(0);

  await choose.setInputFiles({ name: 'IMG_1.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a no picture') });
  await expect(section.locator('.notice--bad li').first()).toContainText('请换一张 JPG', { timeout: 45_000 });
  expect(sent).toEqual([]);

  await choose.setInputFiles(await portrait(browser));
  await expect(section.locator('.tag--good')).toHaveText('已上传', { timeout: 45_000 });
  await expect(section.locator('.notice--bad')).toHaveCount(0);
  expect(sent.length).toBeGreaterThan(1);
});

test('a doubtful picture is sent when its candidate says so @phone', async ({ page, context, browser }) => {
  test.slow();
  await newcomer(context);
  const sent = await cardPage(page);
  const section = page.locator('#side-portrait');
  await giveSide(page, 'portrait', await portrait(browser, { shade: 0.62 }));
  const notice = section.locator('.notice--warn');
  await expect(notice).toBeVisible({ timeout: 45_000 });
  await expect(notice.locator('li').first()).toHaveText(/建议 照片太暗.*请在光线均匀的地方重新拍摄/);
  expect(sent, 'it waits for an answer').toEqual([]);
  await notice.getByRole('button', { name: '仍要上传' }).click();
  await expect(section.locator('.tag--good')).toHaveText('已上传', { timeout: 45_000 });
  await expect(section.locator('.card-findings'), 'the server says the same').toContainText('照片太暗');
});
