// 在线身份确认 of Hubei, step by step on the phone, with the browser's own camera and microphone.
import { expect, type Browser, type Page } from '@playwright/test';
import { agree, emblem, giveSide, portrait } from './evidence';
import { press } from './joining';
import { ordinary } from './pictures';

/** The blue that Hubei asks for. */
const BLUE: [number, number, number] = [67, 142, 219];

export async function next(page: Page, name: string) {
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
}

/** Both sides of the card, up to what was read from them. */
export async function giveCard(phone: Page, browser: Browser) {
  for (const [side, picture] of [['portrait', await portrait(browser)], ['emblem', await emblem(browser)]] as const) {
    await giveSide(phone, side, picture);
    await expect(phone.locator(`#side-${side} .tag--good`)).toHaveText('已上传', { timeout: 45_000 });
  }
  await next(phone, '上传完成请核对信息');
  await expect(phone.getByRole('heading', { name: '核对证件信息', level: 1 })).toBeVisible();
}

/** 记住需要朗读的数字; gives them. */
export async function askForDigits(phone: Page): Promise<string> {
  await press(phone, '获取四位数字');
  const asked = phone.locator('#face-asked');
  await expect(asked.getByRole('heading', { name: '请记住这四个数字' })).toBeVisible();
  return (await asked.locator('.face-asked__digits span').allTextContents()).join('');
}

/** 开始录制视频 … 上传 */
export async function record(phone: Page) {
  await press(phone, '开始录制视频');
  await phone.getByRole('button', { name: '使用', exact: true }).click({ timeout: 30_000 });
}

export async function givePhoto(phone: Page, browser: Browser) {
  await expect(phone.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
  await phone.locator('#photo-album, #photo-other').setInputFiles(await ordinary(browser, BLUE));
  const use = phone.getByRole('button', { name: '使用这张照片' });
  await expect(use).toBeEnabled({ timeout: 60_000 });
  await use.click();
}

/** 手写签名: a zigzag over the pad. */
export async function sign(page: Page) {
  await expect(page.getByRole('heading', { name: '在线身份验证签名', level: 1 })).toBeVisible({ timeout: 20_000 });
  await page.locator('canvas').scrollIntoViewIfNeeded();
  const box = (await page.locator('canvas').boundingBox())!;
  const at = (n: number) => [box.x + box.width * (0.1 + (0.8 * n) / 12), box.y + box.height * (n % 2 ? 0.75 : 0.25)] as const;
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let n = 1; n <= 12; n += 1) await page.mouse.move(...at(n), { steps: 4 });
  await page.mouse.up();
  await expect(page.locator('#pad-said')).toHaveText('已记录，可以保存。');
  await page.getByLabel('我已阅读上述说明，同意处理我的照片，并确认以上信息真实无误').check();
}

/** The consent of its own that the video needs. */
export async function agreeToFace(phone: Page) {
  await expect(phone.getByRole('heading', { name: '人脸识别验证', level: 1 })).toBeVisible({ timeout: 20_000 });
  await agree(phone);
}
