// What survives: a session that is gone between two steps, a form that is sent twice, the back button.
import { lend, registered, withPhoto } from '../support/applicant';
import { earlyApplicant } from '../support/early';
import { fillIdentity, pressRegister, receiptNumber, register, submit } from '../support/journey';
import { county, person } from '../support/people';
import { messages, readCode } from '../support/sms';
import { expect, test } from '../support/test';
import type { APIRequestContext, BrowserContext, Page } from '@playwright/test';

// A second code may be asked for after a minute: who registered just now waits it out on the page.
const ANOTHER_CODE = 75_000;

test(
  'a session that ends between two steps loses nothing',
  { tag: ['@nojs', '@desktop'] },
  async ({ page, request, context, complaints }) => {
    test.setTimeout(150_000);
    complaints.expected.push(/status of 401/);
    const applicant = await earlyApplicant();
    await withPhoto(applicant);
    await lend(applicant, context);
    await page.goto('/short/check');
    await page.getByLabel('我已阅读上述说明，同意为办理入籍处理我的照片').check();

    await test.step('The session is gone when the form is sent: the page says so, and where to go', async () => {
      await loseSession(context);
      await page.getByRole('button', { name: '提交', exact: true }).click();
      await expect(page.getByRole('heading', { name: '请重新登录' })).toBeVisible();
      await expect(page.getByRole('main')).toContainText('已保存的内容都在');
    });
    await test.step('Signing in again leads to the same step, with everything there', async () => {
      await page.getByRole('main').getByRole('link', { name: '登录' }).click();
      const code = await anotherCode(page, request, applicant.person.phone);
      await page.getByLabel('短信验证码').fill(code);
      await page.getByRole('main').getByRole('button', { name: '登录' }).click();
      await expect(page.getByRole('heading', { name: '核对信息' })).toBeVisible();
      await expect(page.getByAltText('您的证件照')).toBeVisible();
    });
    await test.step('and the application can be handed in', async () => {
      await submit(page);
    });
  },
);

test(
  'registering again with the same phone and document goes on where one was',
  { tag: '@phone' },
  async ({ page, request }) => {
    test.setTimeout(150_000);
    const { region, ...applicant } = await earlyApplicant();
    await withPhoto(applicant);
    await page.goto('/short/register');
    const code = await anotherCode(page, request, applicant.person.phone);
    await page.getByLabel('短信验证码').fill(code);
    await fillIdentity(page, applicant.person.idNumber, region);
    await pressRegister(page);
    await expect(page.getByRole('heading', { name: '核对信息' })).toBeVisible();
    await expect(page.getByAltText('您的证件照')).toBeVisible();
  },
);

test('the same form sent twice gives one receipt', { tag: '@nojs' }, async ({ page, context }) => {
  const applicant = await registered(county());
  await withPhoto(applicant);
  await lend(applicant, context);
  const twin = await context.newPage();
  for (const tab of [page, twin]) await tab.goto('/short/check');
  const receipt = await submit(page);
  expect(await submit(twin), 'the receipt in the other tab').toBe(receipt);
  await expect(twin.locator('.timeline__step').filter({ hasText: '提交申请' })).toHaveCount(1);

  await test.step('Going back to the form shows how things stand', async () => {
    await page.goBack();
    await expect(page.getByRole('heading', { name: '我的考籍信息' })).toBeVisible();
    expect(await receiptNumber(page)).toBe(receipt);
  });
});

test('the back button after registering leads on, not in a circle', { tag: '@nojs' }, async ({ page, request }) => {
  await register(page, request, person(), county());
  await page.goBack();
  await expect(page.getByRole('heading', { name: '还没有提交' })).toBeVisible();
  await page.getByRole('link', { name: '继续办理' }).click();
  await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
});

async function loseSession(context: BrowserContext) {
  await context.clearCookies({ name: /session$/ });
}

/** Asks until the minute between two messages is over. */
async function anotherCode(page: Page, request: APIRequestContext, phone: string): Promise<string> {
  const before = (await messages(request, phone)).length;
  await expect(async () => {
    await page.getByLabel('手机号码').fill(phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect(page.getByRole('heading', { name: /^验证码已发送至/ })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: ANOTHER_CODE, intervals: [4_000] });
  return readCode(request, phone, before);
}
