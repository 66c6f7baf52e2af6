// Reviewers for one test, made with the server's own command, and their signing in.
import { expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { binary, settings } from './environment';
import type { Region } from './people';

export interface Account {
  login: string;
  password: string;
  name: string;
}

/** Makes an account; without a region its jurisdiction is the whole province. `on`: settings of another server than the common one. */
export function hire(
  name: string,
  region?: Region,
  role = 'reviewer',
  province = 'short',
  institution?: string,
  on: Record<string, string> = settings,
): Account {
  const account = {
    name,
    login: `t-${randomBytes(5).toString('hex')}`,
    password: randomBytes(12).toString('base64url'),
  };
  const place = region ? ['--region', region.code] : [];
  const school = institution ? ['--institution', institution] : [];
  const command = [
    'admin',
    'create-staff',
    '--login',
    account.login,
    '--name',
    name,
    '--role',
    role,
    '--province',
    province,
  ];
  execFileSync(binary, [...command, ...place, ...school], {
    cwd: join(__dirname, '../..'),
    env: { ...process.env, ...on },
    input: `${account.password}\n`,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return account;
}

export async function signInStaff(page: Page, account: Account) {
  await page.goto('/console');
  await page.getByLabel('账号').fill(account.login);
  await page.getByLabel('密码').fill(account.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
}

/** Signs in and goes to where this role works. */
export async function signInTo(page: Page, account: Account, path: string, heading: string) {
  await page.goto('/console/sign-in');
  await page.getByLabel('账号').fill(account.login);
  await page.getByLabel('密码').fill(account.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
}

/** Takes a case from the queue by the number of its receipt. */
export async function takeCase(page: Page, receipt: string) {
  await page.goto('/console');
  await row(page, receipt).getByRole('button', { name: '领取' }).click();
  await expect(page.getByRole('heading', { name: `申请 ${receipt}` })).toBeVisible();
}

/** Accepts every item that is still open, then decides. */
export async function approve(page: Page) {
  await acceptRest(page);
  await page.getByRole('button', { name: /^通过/ }).click();
  await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
}

/** Returns one item for a reason in the profile's words, accepts the others. */
export async function sendBack(page: Page, item: string, reason: string, word = '') {
  await verdict(page, item).selectOption({ label: reason });
  if (word) await page.getByLabel(`给考生的说明：${item}`).fill(word);
  await acceptRest(page);
  await page.getByRole('button', { name: /^退回/ }).click();
  await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
}

/** The choice for an item in the bar of decisions. */
export function verdict(page: Page, item: string) {
  return page.locator('.decide__items').getByRole('combobox', { name: new RegExp(`^${item}\\s*[A-Z]?$`) });
}

/** By hand, as without scripts. */
async function acceptRest(page: Page) {
  // every item is there
  await page.waitForLoadState('domcontentloaded');
  for (const choice of await page.locator('[data-verdict]').all()) {
    if ((await choice.inputValue()) === '') await choice.selectOption('accept');
  }
}

export function row(page: Page, receipt: string) {
  return page.getByRole('row').filter({ hasText: receipt });
}
