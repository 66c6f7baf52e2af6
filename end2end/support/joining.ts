// 新生注册 of Hubei on its pages: both codes, password, security questions, details.
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { counties, mobile, residentId, type Region } from './people';
import { readCode } from './sms';

export const PASSWORD = 'Chang5jiang.';
export const ANSWERS = ['王老师', '张三丰', '中山大道'];

export interface Candidate {
  phone: string;
  email: string;
  idNumber: string;
  region: Region;
}

export function candidate(): Candidate {
  const places = counties('hubei');
  const region = places[randomBytes(1)[0] % places.length];
  const email = `t${randomBytes(5).toString('hex')}@example.com`;
  return { phone: mobile(), email, idNumber: residentId(region.code), region };
}

export async function press(page: Page, name: string) {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
}

/** Both codes, each by its own button; the rest of the form stays. */
export async function bothCodes(page: Page, request: APIRequestContext, who: Candidate) {
  await page.getByLabel('手机号码').fill(who.phone);
  await page.getByRole('button', { name: '获取验证码', exact: true }).click();
  const code = await readCode(request, who.phone);
  await page.getByLabel('电子邮箱').fill(who.email);
  await page.getByRole('button', { name: '获取邮箱验证码' }).click();
  const mailed = await readCode(request, who.email);
  await expect(page.getByLabel('手机号码')).toHaveValue(who.phone);
  return { code, mailed };
}

export async function fill(page: Page, who: Candidate, codes: { code: string; mailed: string }) {
  await page.getByLabel('短信验证码').fill(codes.code);
  await page.getByLabel('邮箱验证码', { exact: true }).fill(codes.mailed);
  await page.getByLabel('证件类型').selectOption({ label: '居民身份证' });
  await page.getByLabel('证件号码').fill(who.idNumber);
  await page.locator('#region').selectOption(who.region.code);
  await page.getByLabel('我已阅读，并同意所有条款').check();
}

export async function choosePassword(page: Page) {
  await expect(page.getByRole('heading', { name: '设置密码', level: 1 })).toBeVisible();
  await page.getByLabel('新密码').fill(PASSWORD);
  await page.getByLabel('确认密码').fill(PASSWORD);
}

/** On the page where one signs in. */
export async function signInWith(page: Page, login: string, password = PASSWORD) {
  await page.getByLabel('手机号码、电子邮箱或证件号码').fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await press(page, '登录');
}

export async function answerQuestions(page: Page) {
  for (const [at, question] of ['first_teacher', 'childhood_friend', 'first_street'].entries()) {
    await page.locator(`#question${at + 1}`).selectOption(question);
    await page.locator(`#answer${at + 1}`).fill(ANSWERS[at]);
  }
}

/** Particulars and a college-level major; the register is asked about nothing. */
export async function fillDetails(page: Page, name: string, major = '590206') {
  await page.locator('#name').fill(name);
  await page.locator('#pinyin').fill('ZENG YU');
  await page.locator('#ethnicity').selectOption('01');
  await page.locator('#address').fill('湖北省武汉市江岸区黄石路34号');
  await page.locator('#household').selectOption('resident');
  await page.locator('#political').selectOption('13');
  await page.locator('#major').selectOption(major);
  await page.locator('#education').selectOption('30');
}

/** An account in `joining` with its three questions, signed in, before any particulars. */
export async function joined(page: Page, request: APIRequestContext, who: Candidate) {
  await page.goto('/joining/register');
  await fill(page, who, await bothCodes(page, request, who));
  await press(page, '注册');
  await choosePassword(page);
  await press(page, '提交');
  await page.goto('/joining/sign-in');
  await signInWith(page, who.email);
  await answerQuestions(page);
  await press(page, '保存');
  await expect(page.getByRole('heading', { name: '个人信息', exact: true })).toBeVisible();
}

/** From the first page to 预注册, signed in. */
export async function join(page: Page, request: APIRequestContext, who: Candidate, name: string, province = 'hubei') {
  await page.goto(`/${province}/register`);
  await fill(page, who, await bothCodes(page, request, who));
  await press(page, '注册');
  await choosePassword(page);
  await press(page, '提交');
  await signInWith(page, who.email);
  await answerQuestions(page);
  await press(page, '保存');
  await fillDetails(page, name);
  await press(page, '下一步');
  await expect(page).toHaveURL(/\/(confirmation|attachments|card)/);
}
