// Accounts of staff: made by an administrator, a password that has to be changed, a second factor, sessions ended from
// another browser.
import { expectAccessible } from '../support/axe';
import { lookedAt } from '../support/screens';
import { hire, signInStaff } from '../support/staff';
import { expect, test } from '../support/test';
import { totp } from '../support/totp';
import type { Page } from '@playwright/test';
import { randomBytes } from 'node:crypto';

const NEW_PASSWORD = 'four brand new cold words';

test(
  'a new account changes its password, sets a second factor up and uses it',
  { tag: ['@desktop', '@nojs'] },
  async ({ page, somebody }, info) => {
    // four browsers, and passwords that take their time
    test.slow();
    const admin = await somebody();
    const login = `anna.${randomBytes(5).toString('hex')}`;
    const password = await test.step('An administrator makes the account and reads its one-time password', async () => {
      await begin(admin, hire('省级管理员', undefined, 'province_administrator'));
      await admin.goto('/console/admin/staff/new');
      await expectAccessible(admin, 'a new account');
      await admin.getByRole('button', { name: '新增并生成一次性密码' }).click();
      await expect(admin.locator('#error-summary').getByRole('link'), 'all that is missing').toHaveText([/账号/, /姓名/, /角色/]);
      await admin.getByLabel('账号').fill('王');
      await admin.getByRole('button', { name: '新增并生成一次性密码' }).click();
      await expect(admin.locator('#error-summary').getByRole('link'), 'and what is wrong').toHaveText([/账号只能/, /姓名/, /角色/]);
      await admin.getByLabel('账号').fill(login);
      await admin.getByLabel('姓名').fill('王安娜');
      await admin.getByRole('button', { name: '新增并生成一次性密码' }).click();
      await expect(admin.locator('#error-summary'), 'nothing typed is lost').toContainText('请选择角色');
      await expect(admin.getByLabel('账号')).toHaveValue(login);
      await admin.getByLabel('角色').selectOption('审核员');
      await admin.getByRole('button', { name: '新增并生成一次性密码' }).click();
      const once = await admin.locator('.one-time').innerText();
      await lookedAt(admin, info, 'staff-member');
      await admin.reload();
      await expect(admin.locator('.one-time'), 'it is shown once').toHaveCount(0);
      return once;
    });
    await test.step('With it nothing can be done but setting another', async () => {
      await begin(page, { login, password });
      await expect(page.getByRole('heading', { name: '请先设置新密码', level: 1 })).toBeVisible();
      await expectAccessible(page, 'changing the password');
      await page.goto('/console');
      await expect(page).toHaveURL(/\/console\/account\/password$/);
      await change(page, password, 'password1234');
      await expect(page.locator('#error-summary')).toContainText('太常见');
      await change(page, password, NEW_PASSWORD);
      await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
    });
    const { key, codes } = await test.step('The second factor is set up', async () => {
      await page.goto('/console/account');
      await expectAccessible(page, 'the own account');
      await page.getByRole('link', { name: '开启两步验证' }).click();
      await page.getByRole('button', { name: '开始设置' }).click();
      await expect(page.getByRole('img', { name: '两步验证的二维码' })).toBeVisible();
      await expectAccessible(page, 'the second factor');
      const key = await page.locator('.factor__key').innerText();
      await page.getByLabel('二、输入应用显示的 6 位数字').fill(totp(key, 5));
      await page.getByRole('button', { name: '完成设置' }).click();
      await expect(page.locator('#error-summary')).toContainText('验证码不对');
      await page.getByLabel('二、输入应用显示的 6 位数字').fill(totp(key));
      await page.getByRole('button', { name: '完成设置' }).click();
      await expect(page.locator('.recovery-codes li')).toHaveCount(10);
      const codes = await page.locator('.recovery-codes li').allInnerTexts();
      await lookedAt(page, info, 'recovery-codes-new');
      await page.reload();
      await expect(page.locator('.recovery-codes'), 'they are shown once').toHaveCount(0);
      return { key, codes };
    });
    const other = await somebody();
    await test.step('In another browser the password alone opens nothing; the code does', async () => {
      await begin(other, { login, password: NEW_PASSWORD });
      await expect(other.getByRole('heading', { name: '输入验证码' })).toBeVisible();
      await lookedAt(other, info, 'sign-in-code');
      await other.goto('/console/account');
      await expect(other).toHaveURL(/\/console\/sign-in\/code$/);
      // the app's next code: the one of now was used to set it up
      await enter(other, totp(key, 1));
      await expect(other.getByRole('heading', { name: '待审核' })).toBeVisible();
    });
    await test.step('The first browser sees the other one and signs it out', async () => {
      await page.goto('/console/account');
      await page.getByRole('button', { name: '退出其他所有设备' }).click();
      await expect(page.getByRole('button', { name: '退出', exact: true })).toHaveCount(0);
      await other.goto('/console');
      await expect(other).toHaveURL(/\/console\/sign-in$/);
    });
    await test.step('A recovery code signs in once', async () => {
      await begin(other, { login, password: NEW_PASSWORD });
      await enter(other, codes[0]);
      await expect(other.getByRole('heading', { name: '待审核' })).toBeVisible();
      const third = await somebody();
      await begin(third, { login, password: NEW_PASSWORD });
      await enter(third, codes[0]);
      await expect(third.locator('#error-summary')).toContainText('验证码不对');
    });
    await test.step('The administrator disables the account: its sessions end at once', async () => {
      await admin.getByRole('button', { name: '停用账号' }).click();
      await expect(admin.getByRole('button', { name: '恢复账号' })).toBeVisible();
      await other.goto('/console');
      await expect(other).toHaveURL(/\/console\/sign-in$/);
      await begin(other, { login, password: NEW_PASSWORD });
      await expect(other.locator('#error-summary')).toContainText('登录信息不对');
    });
  },
);

test('accounts are found by filters, and nobody changes their own', { tag: '@desktop' }, async ({ page }) => {
  const account = hire('管理员本人', undefined, 'province_administrator');
  await begin(page, account);
  await page.goto('/console/admin/staff');
  await expectAccessible(page, 'the list of staff');
  await page.getByLabel('账号或姓名').fill(account.login);
  await page.getByRole('button', { name: '筛选' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.getByRole('link', { name: account.login }).click();
  await expect(page.getByText('不能修改自己的权限')).toBeVisible();
  await expect(page.getByRole('button', { name: '停用账号' })).toHaveCount(0);
});

test('a reviewer does not get to the accounts of staff', { tag: '@desktop' }, async ({ page, complaints }) => {
  complaints.expected.push(/status of 403/);
  await signInStaff(page, hire('普通审核员'));
  const answer = await page.goto('/console/admin/staff');
  expect(answer?.status()).toBe(403);
});

async function begin(page: Page, account: { login: string; password: string }) {
  await page.goto('/console/sign-in');
  await page.getByLabel('账号').fill(account.login);
  await page.getByLabel('密码').fill(account.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

async function change(page: Page, old: string, next: string) {
  await page.getByLabel('当前密码').fill(old);
  await page.getByLabel('新密码', { exact: true }).fill(next);
  await page.getByLabel('再次输入新密码').fill(next);
  await page.getByRole('button', { name: '保存新密码' }).click();
}

async function enter(page: Page, code: string) {
  await page.getByLabel('验证码', { exact: true }).fill(code);
  await page.getByRole('button', { name: '继续' }).click();
}
