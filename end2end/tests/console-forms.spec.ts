// Forms of the console in the hands of people: sent after the session has ended, searched as keyboards type.
import { applied } from '../support/applicant';
import { county } from '../support/people';
import { hire, row, signInStaff, signInTo } from '../support/staff';
import { expect, test } from '../support/test';

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
