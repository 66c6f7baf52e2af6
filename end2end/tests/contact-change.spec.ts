// Another phone and another e-mail address at home: a code to the new one, a code to the one of now, and the password.
import { expectAccessible } from '../support/axe';
import { earlyCandidate } from '../support/early';
import { PASSWORD, press, signInWith } from '../support/joining';
import { mobile } from '../support/people';
import { messages, readCode } from '../support/sms';
import { shoot } from '../support/screens';
import { expect, test } from '../support/test';
import type { APIRequestContext, Page } from '@playwright/test';

/** A code by the button of that name; one message a minute goes to a phone or an address, and the last was a moment ago. */
async function codeBy(page: Page, request: APIRequestContext, button: string | RegExp, to: string) {
  const before = (await messages(request, to)).length;
  await expect(async () => {
    await page.getByRole('main').getByRole('button', { name: button }).click();
    await expect(page.getByRole('heading', { name: /^验证码已发送至/ }).first()).toBeVisible({ timeout: 4_000 });
    expect((await messages(request, to)).length).toBeGreaterThan(before);
  }).toPass({ timeout: 80_000, intervals: [5_000] });
  return readCode(request, to, before);
}

test('another phone and another address, with everything that proves it', { tag: '@nojs' }, async ({ page, request, complaints }, info) => {
  test.setTimeout(300_000);
  complaints.expected.push(/429 \(Too Many Requests\)/);
  const who = await earlyCandidate('changes', page, request);
  const [phone, email] = [mobile(), `new-${who.email}`];
  await page.goto('/joining/sign-in');
  await signInWith(page, who.email);
  await expect(page.getByRole('heading', { name: '个人信息', exact: true })).toBeVisible();

  await test.step('The account page leads there', async () => {
    await page.goto('/joining/account');
    await page.getByRole('link', { name: '更换手机号码' }).click();
    await expect(page.getByRole('heading', { name: '更换手机号码', level: 1 })).toBeVisible();
    await expectAccessible(page, 'another phone');
    await shoot(page, info, 'change-phone');
  });
  await test.step('The phone of now is no other phone', async () => {
    await page.getByLabel('新手机号码').fill(who.phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect(page.locator('#error-summary')).toContainText('新的与现在使用的相同');
  });
  await test.step('A slip in the password costs neither the codes nor what was typed', async () => {
    await page.getByLabel('新手机号码').fill(phone);
    const code = await codeBy(page, request, '获取验证码', phone);
    await page.getByLabel('短信验证码').fill(code);
    const old = await codeBy(page, request, /^发送验证码到手机/, who.phone);
    await expect(page.getByLabel('新手机号码')).toHaveValue(phone);
    await expect(page.getByLabel('短信验证码')).toHaveValue(code);
    await page.getByLabel('原手机或邮箱收到的验证码').fill(old);
    await page.getByLabel('登录密码').fill('something else');
    await press(page, '确认更换');
    await expect(page.locator('#error-summary')).toContainText('密码');
    await expectAccessible(page, 'another phone, refused');
    await shoot(page, info, 'change-phone-refused');
    await page.getByLabel('登录密码').fill(PASSWORD);
    await press(page, '确认更换');
    await expect(page.getByRole('heading', { name: '手机号码已更换' })).toBeVisible();
    await expect(page.locator('.summary')).toContainText(`${phone.slice(0, 3)}****${phone.slice(-4)}`);
    await shoot(page, info, 'change-phone-done');
  });
  await test.step('The old phone is told', async () => {
    await expect.poll(async () => (await messages(request, who.phone)).some((sent) => sent.text.includes('已更换'))).toBe(true);
  });
  // The new phone had a message a moment ago: one project waits the minute out.
  const byPhone = info.project.name === 'desktop';
  await test.step(`The address by the ${byPhone ? 'new phone' : 'address of now'}`, async () => {
    await page.getByRole('link', { name: '更换电子邮箱' }).click();
    await expect(page.getByRole('button', { name: /^发送验证码到邮箱/ })).toBeVisible();
    await page.getByLabel('新电子邮箱').fill(email);
    await page.getByLabel('邮箱验证码', { exact: true }).fill(await codeBy(page, request, '获取邮箱验证码', email));
    const old = byPhone
      ? await codeBy(page, request, /^发送验证码到手机/, phone)
      : await codeBy(page, request, /^发送验证码到邮箱/, who.email);
    await page.getByLabel('原手机或邮箱收到的验证码').fill(old);
    await page.getByLabel('登录密码').fill(PASSWORD);
    await shoot(page, info, 'change-email');
    await press(page, '确认更换');
    await expect(page.getByRole('heading', { name: '电子邮箱已更换' })).toBeVisible();
  });
  await test.step('Both are login names now, and the old ones are not', async () => {
    await page.context().clearCookies();
    await page.goto('/joining/sign-in');
    await signInWith(page, who.phone);
    await expect(page.locator('#error-summary')).toBeVisible();
    await signInWith(page, email);
    await expect(page.getByRole('heading', { name: '个人信息', exact: true })).toBeVisible();
  });
});
