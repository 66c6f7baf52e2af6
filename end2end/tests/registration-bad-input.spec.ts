// Registration with what people mistype, and what somebody tries who is not meant to get in. Nothing typed is ever lost.
import { askForCode, fillIdentity, pressRegister, register } from '../support/journey';
import { county, person, type Person, type Region } from '../support/people';
import { shoot } from '../support/screens';
import { expect, hasScripts, test } from '../support/test';
import type { Page } from '@playwright/test';

/** The example of the province's own guide; its last digit does not fit the others. */
const GUIDES_NUMBER = '340102199503021234';

const summary = (page: Page) => page.locator('#error-summary');

test(
  'missing answers are named one by one, and the summary leads to them',
  { tag: '@nojs' },
  async ({ page }, info) => {
    await page.goto('/short/register');
    await pressRegister(page);
    await expect(summary(page)).toBeFocused();
    for (const words of [
      '请填写 11 位手机号码',
      '请填写短信里的 6 位验证码',
      '请选择证件类型',
      '请选择您所属的地区',
      '请先阅读并勾选同意',
    ]) {
      await expect(summary(page).getByRole('link', { name: words })).toBeVisible();
      await expect(page.locator('.field__error').filter({ hasText: words })).toBeVisible();
    }
    await shoot(page, info, 'register-errors');
    await summary(page).getByRole('link', { name: '请填写 11 位手机号码' }).click();
    await expect(page.getByLabel('手机号码')).toBeFocused();
  },
);

test(
  'a wrong check digit is said, and everything typed is still there',
  { tag: '@nojs' },
  async ({ page, request }) => {
    const [candidate, region] = [person(), county()];
    await page.goto('/short/register');
    const code = await askForCode(page, request, candidate.phone);
    await test.step('The guide’s own number is refused for its check digit', async () => {
      await page.getByLabel('短信验证码').fill(code);
      await fillIdentity(page, GUIDES_NUMBER, region);
      await pressRegister(page);
      await expect(summary(page)).toContainText('最后一位与前面的数字对不上');
      await expect(page.getByLabel('证件号码')).toHaveAttribute('aria-invalid', 'true');
      await expectKept(page, { phone: candidate.phone, idNumber: GUIDES_NUMBER }, region, code);
    });
    await test.step('and only that needs mending: the same code still works', async () => {
      await page.getByLabel('证件号码').fill(candidate.idNumber);
      await pressRegister(page);
      await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
    });
  },
);

test('five tries for a code; the sixth is refused even when right', { tag: '@nojs' }, async ({ page, request }) => {
  const [candidate, region] = [person(), county()];
  await page.goto('/short/register');
  const code = await askForCode(page, request, candidate.phone);
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  await fillIdentity(page, candidate.idNumber, region);
  for (const left of [4, 3, 2, 1]) {
    await page.getByLabel('短信验证码').fill(wrong);
    await pressRegister(page);
    await expect(summary(page)).toContainText('验证码不对');
    await expect(summary(page)).toContainText(`还可以再试 ${left} 次`);
  }
  for (const typed of [wrong, code]) {
    await page.getByLabel('短信验证码').fill(typed);
    await pressRegister(page);
    await expect(summary(page)).toContainText('这个验证码已不能再用，请重新获取');
  }
  await expectKept(page, candidate, region, code);
});

test('a code works once', async ({ page, request, somebody }) => {
  const [candidate, region] = [person(), county()];
  await page.goto('/short/register');
  const code = await askForCode(page, request, candidate.phone);
  await page.getByLabel('短信验证码').fill(code);
  await fillIdentity(page, candidate.idNumber, region);
  await pressRegister(page);
  await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();

  const stranger = await somebody();
  await stranger.goto('/short/sign-in');
  await stranger.getByLabel('手机号码').fill(candidate.phone);
  await stranger.getByLabel('短信验证码').fill(code);
  await stranger.getByRole('main').getByRole('button', { name: '登录' }).click();
  await expect(summary(stranger)).toContainText('验证码已过期，请重新获取');
});

test('asking for another code too soon says when', { tag: '@nojs' }, async ({ page, request }) => {
  const [candidate, region] = [person(), county()];
  await page.goto('/short/register');
  await fillIdentity(page, candidate.idNumber, region);
  await askForCode(page, request, candidate.phone);
  await expectKept(page, candidate, region, '');
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(summary(page)).toContainText(/刚刚发送过验证码.*请在 \d+ 秒后再试/);
  await expectKept(page, candidate, region, '');
});

test(
  'a document that is registered already is refused without saying whose it is',
  { tag: '@nojs' },
  async ({ page, request, somebody, complaints }) => {
    const [first, second, region] = [person(), person(), county()];
    await register(page, request, first, region);

    const other = await somebody({ javaScriptEnabled: hasScripts() });
    await other.goto('/short/register');
    const code = await askForCode(other, request, second.phone);
    await other.getByLabel('短信验证码').fill(code);
    await fillIdentity(other, first.idNumber, region);
    await pressRegister(other);
    await expect(summary(other)).toContainText('不能用这个证件和手机号注册');
    const html = await other.content();
    expect(html).not.toContain(first.phone);
    expect(html).not.toContain(`${first.phone.slice(0, 3)}****${first.phone.slice(-4)}`);
    expect(other.url()).not.toContain(first.idNumber);
    complaints.expected.push(/status of 401/);
    const status = await other.goto('/short/status');
    expect(status?.status(), 'nobody was signed in').toBe(401);
  },
);

async function expectKept(page: Page, { phone, idNumber }: Person, region: Region, code: string) {
  await expect(page.getByLabel('手机号码')).toHaveValue(phone);
  await expect(page.getByLabel('短信验证码')).toHaveValue(code);
  await expect(page.getByLabel('证件类型')).toHaveValue('resident_id_card');
  await expect(page.getByLabel('证件号码')).toHaveValue(idNumber);
  await expect(page.getByLabel('入籍地区')).toHaveValue(region.code);
  await expect(page.getByLabel('我已阅读，并同意所有条款')).toBeChecked();
}
