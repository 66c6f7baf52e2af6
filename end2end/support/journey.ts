// What a candidate does, step by step, on the pages: the same acts with and without JavaScript.
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import type { Person, Region } from './people';
import { messages, readCode } from './sms';
import { hasScripts } from './test';

/** Presses 获取验证码 with the phone number and reads the code that comes. */
export async function askForCode(page: Page, request: APIRequestContext, phone: string): Promise<string> {
  const before = (await messages(request, phone)).length;
  await page.getByLabel('手机号码').fill(phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByRole('heading', { name: /^验证码已发送至/ })).toBeVisible();
  return readCode(request, phone, before);
}

/** Fills in everything of the registration form but phone and code. */
export async function fillIdentity(page: Page, idNumber: string, region: Region) {
  await page.getByLabel('证件类型').selectOption({ label: '居民身份证' });
  await page.getByLabel('证件号码').fill(idNumber);
  await page.getByLabel('入籍地区').selectOption(region.code);
  await page.getByLabel('我已阅读，并同意所有条款').check();
}

export async function pressRegister(page: Page) {
  await page.getByRole('button', { name: '注册', exact: true }).click();
}

/** From the portal home to the photo step. */
export async function register(page: Page, request: APIRequestContext, person: Person, region: Region) {
  await page.goto('/short/');
  await page.getByRole('main').getByRole('link', { name: '新生入籍' }).click();
  const code = await askForCode(page, request, person.phone);
  await page.getByLabel('短信验证码').fill(code);
  await fillIdentity(page, person.idNumber, region);
  await pressRegister(page);
  await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
}

/** Chooses a picture; with JavaScript the browser looks at it, without the form is sent. */
export async function choosePicture(page: Page, file: Picture) {
  if (!hasScripts()) {
    await page.getByLabel('选择照片文件').setInputFiles(file);
    await page.getByRole('button', { name: '上传并检查' }).click();
    return;
  }
  // The step shows either the first choice or, beside an open picture, another one.
  await page.locator('#photo-album, #photo-other').setInputFiles(file);
}

/** A picture that the photo step accepts, up to the page where answers are checked. */
export async function handInPhoto(page: Page, file: Picture) {
  await choosePicture(page, file);
  await usePhoto(page);
}

export async function usePhoto(page: Page) {
  if (hasScripts()) {
    const use = page.getByRole('button', { name: '使用这张照片' });
    await expect(use).toBeEnabled({ timeout: 45_000 });
    await use.click();
  } else {
    await expect(page.getByRole('heading', { name: '照片合格' })).toBeVisible();
    await page.getByRole('link', { name: '使用这张照片' }).click();
  }
  await expect(page.getByRole('heading', { name: '核对信息' })).toBeVisible({ timeout: 20_000 });
}

/** Agrees, hands in, and gives the number of the receipt. */
export async function submit(page: Page): Promise<string> {
  await page.getByLabel('我已阅读上述说明，同意为办理入籍处理我的照片').check();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.getByRole('heading', { name: '已提交，等待区考办审核' })).toBeVisible();
  return receiptNumber(page);
}

/** On the status page. */
export async function receiptNumber(page: Page): Promise<string> {
  const answer = page.locator('.summary__row').filter({ hasText: '回执号' }).locator('dd').first();
  const number = (await answer.innerText()).trim();
  expect(number).toMatch(/^[0-9A-Z]{6}-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  return number;
}

export type Picture = string | { name: string; mimeType: string; buffer: Buffer };
