// Forms of the console in the hands of people: pressed twice, sent after the session has ended, searched as keyboards type.
import { applied } from '../support/applicant';
import { county } from '../support/people';
import { hire, row, signInStaff, signInTo, takeCase } from '../support/staff';
import { expect, test } from '../support/test';

test('what was typed after the session ended stays, and is sent once somebody is signed in again', { tag: '@desktop' }, async ({ page }) => {
  const region = county();
  const { receipt } = await applied(region);
  const account = hire('甲审核', region);
  await signInStaff(page, account);
  await takeCase(page, receipt);
  await page.context().clearCookies({ name: /session/ });
  const note = page.getByLabel('内部备注');
  await note.fill('请高级审核员核对');
  const passOn = page.getByRole('button', { name: /^提交高级审核/ });
  await passOn.click();
  const notice = page.getByRole('alert').filter({ hasText: '您已退出登录' });
  await expect(notice).toBeVisible();
  await expect(notice).toBeFocused();
  await expect(note).toHaveValue('请高级审核员核对');
  const [beside] = await Promise.all([page.waitForEvent('popup'), notice.getByRole('link').click()]);
  await beside.getByLabel('账号').fill(account.login);
  await beside.getByLabel('密码').fill(account.password);
  await beside.getByRole('button', { name: '登录', exact: true }).click();
  await expect(beside.getByRole('heading', { name: '待审核' })).toBeVisible();
  await passOn.click();
  await expect(page.getByText(/^已处理：/)).toBeVisible();
});

test('without scripts the page of signing in says why it is there', { tag: '@nojs-only' }, async ({ page }) => {
  await signInTo(page, hire('冯管理', undefined, 'province_administrator'), '/console/admin/retention', '数据保存与删除');
  await page.context().clearCookies({ name: /session/ });
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await expect(page.getByRole('main')).toContainText('请重新登录');
});

test('a form that is pressed twice goes off once', { tag: '@desktop' }, async ({ page }) => {
  const region = county();
  const { receipt } = await applied(region);
  await signInStaff(page, hire('快手', region));
  let sent = 0;
  await page.route('**/api/take-case', async (route) => {
    sent += 1;
    await new Promise((done) => setTimeout(done, 500));
    await route.continue();
  });
  const take = row(page, receipt).getByRole('button', { name: '领取' });
  await take.click({ noWaitAfter: true });
  await take.click({ noWaitAfter: true });
  await expect(page.getByRole('heading', { name: `申请 ${receipt}` })).toBeVisible();
  expect(sent).toBe(1);
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
