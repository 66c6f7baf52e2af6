// Forms of the console in the hands of people: sent after the session has ended, searched as keyboards type.
import { applied } from '../support/applicant';
import { county } from '../support/people';
import { hire, row, signInStaff, signInTo, takeCase, verdict, type Account } from '../support/staff';
import { expect, hold, test } from '../support/test';
import type { BrowserContext, Page } from '@playwright/test';

test('what was typed when the session had ended is sent after signing in again', { tag: '@desktop' }, async ({ page, context, complaints }) => {
  complaints.expected.push(/status of 401/, /status of 409/);
  const [first, second] = ['冯管理', '郑管理'].map((name) => hire(name, undefined, 'province_administrator', 'away'));
  await signInTo(page, first, '/console/admin/staff/new', '新增工作人员账号');
  const login = `t-${Date.now().toString(36)}`;
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('姓名').fill('王安娜');
  await page.getByLabel('角色').selectOption('审核员');
  const send = page.getByRole('button', { name: '新增并生成一次性密码' });
  await signOut(context);
  await send.click();
  await expect(page.getByRole('alert')).toContainText('请用“冯管理”的账号重新登录');
  await expect(send, 'the focus stays').toBeFocused();

  await test.step('Somebody else who signs in does not send it', async () => {
    const tab = await inAnotherTab(page);
    await enter(tab, second);
    await send.click();
    await expect(page.getByRole('alert')).toContainText('本页属于“冯管理”');
    await expect(page.getByRole('alert')).toHaveCount(1);
    await tab.getByRole('button', { name: '退出登录' }).click();
    await tab.waitForURL(/sign-in/);
    await tab.close();
  });
  await test.step('Whose it is sends it as it was typed', async () => {
    const tab = await inAnotherTab(page);
    await enter(tab, first);
    await tab.close();
    await send.click();
    await expect(page.locator('.one-time')).toBeVisible();
    await expect(page.getByRole('heading', { name: login })).toBeVisible();
  });
});

test('a form is sent once, and sent where nobody answers whether one is signed in', { tag: '@desktop' }, async ({ page, complaints }) => {
  complaints.expected.push(/ERR_FAILED/);
  await signInTo(page, hire('冯管理', undefined, 'province_administrator', 'away'), '/console/admin/staff', '工作人员');
  const searches: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && searches.push(request.url()));
  const find = page.getByLabel('账号或姓名');
  const answer = await hold(page, '**/console/signed-in?*');
  await find.fill('冯管理');
  await find.press('Enter');
  await find.press('Enter');
  expect(searches, 'nothing is sent before the answer').toEqual([]);
  answer();
  await expect(page.locator('tbody tr').first()).toContainText('冯管理');
  await expect(find).toHaveValue('冯管理');
  expect(searches).toHaveLength(1);
  await page.unroute('**/console/signed-in?*');
  await page.route('**/console/signed-in?*', (route) => route.abort());
  await find.fill('nobody.at.all');
  await find.press('Enter');
  await expect(page.locator('tbody tr')).toHaveCount(0);
});

test('a decision by keyboard is not kept waiting, and late ones are asked about', { tag: '@desktop' }, async ({ page, context, complaints }) => {
  complaints.expected.push(/status of 401/);
  const region = county();
  const [one, other] = [await applied(region), await applied(region)];
  await page.clock.install();
  const account = hire('周审核', region);
  await signInStaff(page, account);
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/console/signed-in') && asked.push(request.url()));
  await takeCase(page, one.receipt);
  asked.length = 0;
  await page.getByRole('button', { name: /^其余合格/ }).press('Enter');
  await page.getByRole('button', { name: /^通过/ }).press('Enter');
  await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
  expect(asked, 'the page was the answer').toEqual([]);

  await takeCase(page, other.receipt);
  await verdict(page, '证件照').selectOption({ index: 2 });
  await page.getByLabel('给考生的说明：证件照').fill('请重拍');
  await page.clock.fastForward('20:00');
  await signOut(context);
  await page.getByRole('button', { name: /^退回/ }).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '登录已失效' })).toBeVisible();
  await expect(page.getByLabel('给考生的说明：证件照')).toHaveValue('请重拍');
});

test('the keyboard reaches what a page is about at once', { tag: '@desktop' }, async ({ page }) => {
  await signInTo(page, hire('冯管理', undefined, 'province_administrator'), '/console/admin/retention', '数据保存与删除');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(() => document.activeElement?.closest('main') !== null);
  expect(inside, 'the next stop is in the page').toBe(true);
});

test('lists are whole on paper', { tag: '@desktop' }, async ({ page }) => {
  await signInTo(page, hire('冯管理', undefined, 'province_administrator'), '/console/admin/tables/offices', '现场办理点');
  // A4 within its margins
  await page.setViewportSize({ width: 658, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  const frame = page.getByRole('region', { name: '现场办理点' });
  expect(await frame.evaluate((own) => own.scrollWidth - own.clientWidth), 'cut off at the right').toBe(0);
  await expect(page.getByRole('button', { name: '停用' }).first(), 'nothing can be pressed').toBeHidden();
});

test('an empty sign-in names every field', { tag: '@nojs' }, async ({ page }) => {
  await page.goto('/console/sign-in');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.locator('#error-summary').getByRole('link')).toHaveText([/账号/, /密码/]);
  await page.getByLabel('账号').fill('nobody');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.locator('#error-summary').getByRole('link')).toHaveText([/密码/]);
});

test('a row that somebody else changed meanwhile keeps what was typed, with what is there now @desktop', async ({ page, context }) => {
  await signInTo(page, hire('冯管理', undefined, 'province_administrator', 'away'), '/console/admin/tables/offices', '现场办理点');
  const edit = '/console/admin/tables/offices?edit=zhuzhou';
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(edit);
  const phone = (tab: Page) => tab.getByLabel('电话');
  await phone(other).fill('0731-1111111');
  await other.getByRole('button', { name: '保存到草稿' }).click();
  await expect(other.getByRole('heading', { name: '现场办理点', exact: true })).toBeVisible();
  await phone(page).fill('0731-2222222');
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await expect(page.getByRole('main')).toContainText('您填写的内容还在下面');
  await expect(page.getByText('现在的内容：0731-1111111')).toBeVisible();
  await expect(phone(page)).toHaveValue('0731-2222222');
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'zhuzhou' })).toContainText('0731-2222222');
});

test('without scripts the page of signing in says why it is there', { tag: '@nojs-only' }, async ({ page }) => {
  await signInTo(page, hire('冯管理', undefined, 'province_administrator'), '/console/admin/retention', '数据保存与删除');
  await page.context().clearCookies({ name: /session/ });
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await expect(page.getByRole('main')).toContainText('请重新登录');
});

test('a receipt is found as a Chinese keyboard types it', { tag: '@desktop' }, async ({ page }) => {
  const region = county();
  const [first, second] = [await applied(region), await applied(region)];
  await signInStaff(page, hire('查找', region));
  const wide = first.receipt.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  await page.getByText('筛选', { exact: false }).first().click();
  const find = page.locator('input[name=receipt]');
  await find.fill(` ${wide} `);
  await find.press('Enter');
  await expect(row(page, first.receipt)).toBeVisible();
  await expect(row(page, second.receipt)).toHaveCount(0);
  await find.fill('回执');
  await find.press('Enter');
  await expect(page.getByText('没有符合筛选条件的申请'), 'not the whole list').toBeVisible();
});

async function signOut(context: BrowserContext) {
  await context.clearCookies({ name: /session$/ });
}

/** Follows the link of what is said beside the button. */
async function inAnotherTab(page: Page): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('alert').getByRole('link', { name: '去登录' }).click();
  return opened;
}

async function enter(tab: Page, account: Account) {
  if (!tab.url().includes('/sign-in')) await tab.waitForLoadState();
  await tab.getByLabel('账号').fill(account.login);
  await tab.getByLabel('密码').fill(account.password);
  await tab.getByRole('button', { name: '登录', exact: true }).click();
  await tab.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
}
