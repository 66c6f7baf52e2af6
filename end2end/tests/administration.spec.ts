// What an administrator does: a window, a major, a notice, a banner, maintenance, an export; and what a candidate sees of it.
import { expectAccessible } from '../support/axe';
import { hire, type Account } from '../support/staff';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

/** Signs in and goes to the administration. */
async function administer(page: Page, account: Account) {
  await page.goto('/console/sign-in');
  await page.getByLabel('账号').fill(account.login);
  await page.getByLabel('密码').fill(account.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('sign-in'));
  await page.goto('/console/admin');
  await expect(page.getByRole('heading', { name: '管理', level: 1 })).toBeVisible();
}

// A province that no other scenario plays in: here it is changed, announced over and closed.
const administrator = () => hire('省管理员', undefined, 'province_administrator', 'away');

test('a major is added, published and offered; then retired', { tag: '@desktop' }, async ({ page }) => {
  await administer(page, administrator());
  await expectAccessible(page);
  await page.getByRole('link', { name: '专业', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('link', { name: '新增一行' }).click();
  await page.getByLabel('代码').fill('990101');
  await page.getByLabel('名称').fill('占星学');
  await page.getByLabel(/^层次/).fill('school');
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await test.step('What is wrong stands at the draft and at the row, and keeps it from being published', async () => {
    await expect(page.getByRole('row', { name: /990101/ })).toContainText('不是允许的值');
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await expect(page.locator('#error-summary')).toContainText('未发布');
  });
  await page.goto('/console/admin/tables/majors?edit=990101');
  await page.getByLabel(/^层次/).fill('college');
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('没有未发布的修改')).toBeVisible();

  await page.goto('/console/admin/tables/majors?q=990101');
  await page.getByRole('button', { name: '停用' }).click();
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await expect(page.getByText('没有未发布的修改')).toBeVisible();
  await page.goto('/console/admin/tables/majors?q=990101');
  await expect(page.getByRole('row', { name: /990101/ })).toContainText('已停用');
  await page.getByRole('link', { name: '历史版本' }).click();
  await expect(page.getByRole('heading', { name: /第 2 版/ })).toBeVisible();
  await expectAccessible(page);
});

test('an imported table shows what it changes before it is published', { tag: '@desktop' }, async ({ page }) => {
  await administer(page, administrator());
  await page.goto('/console/admin/tables/reasons');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载 CSV' }).click(),
  ]);
  const path = await download.path();
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(path, 'utf8').replace('请核对证件后重新填写', '请核对后重填');
  await page.getByText('导入 CSV').click();
  await page.getByLabel('选择 CSV 文件（UTF-8）').setInputFiles({
    name: 'reasons.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  await page.getByRole('button', { name: '导入为草稿' }).click();
  await expect(page.locator('.admin__changes')).toContainText('document.mismatch');
  await page.getByRole('button', { name: '放弃草稿' }).click();
  await expect(page.getByText('没有未发布的修改')).toBeVisible();
});

test('a banner shows on the pages of its province until it is taken down', { tag: '@desktop' }, async ({ page }) => {
  await administer(page, administrator());
  await page.goto('/console/admin/service');
  await page.getByText('发布新通知').click();
  await page.getByLabel(/通知文字（中文/).fill('今晚 22 点升级');
  await page.getByLabel(/通知文字（英文/).fill('Upgrade tonight at 22:00');
  await page.getByRole('button', { name: '发布通知' }).click();
  await expect(page.getByRole('button', { name: '撤下' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/away/');
  await expect(page.getByRole('status')).toContainText('今晚 22 点升级');
  await page.goto('/hunan/');
  await expect(page.getByText('今晚 22 点升级')).toHaveCount(0);
  await page.goto('/console/admin/service');
  await page.getByRole('button', { name: '撤下' }).click();
  await expect(page.getByRole('button', { name: '撤下' })).toHaveCount(0);
  await page.goto('/away/');
  await expect(page.getByText('今晚 22 点升级')).toHaveCount(0);
});

test(
  'in maintenance candidates are told until when, and the console works',
  { tag: '@desktop' },
  async ({ page, somebody, complaints }) => {
    complaints.expected.push(/status of 503/);
    await administer(page, administrator());
    await page.goto('/console/admin/service');
    await page.getByRole('button', { name: '开启维护模式' }).click();
    const sure = page.getByLabel('我确认要关闭考生页面');
    await expect(sure, 'the browser asks for the tick').toBeFocused();
    await sure.evaluate((box) => box.removeAttribute('required'));
    await page.getByRole('button', { name: '开启维护模式' }).click();
    await expect(page.locator('#error-summary'), 'and so does the server').toBeVisible();
    await page.getByLabel('我确认要关闭考生页面').check();
    await page.getByRole('button', { name: '开启维护模式' }).click();
    await expect(page.getByRole('button', { name: '结束维护' })).toBeVisible();
    try {
      const candidate = await somebody();
      const answer = await candidate.goto('/away/');
      expect(answer?.status()).toBe(503);
      expect(Number(answer?.headers()['retry-after'])).toBeGreaterThan(60);
      await expect(candidate.getByRole('heading', { name: '系统维护中' })).toBeVisible();
      await expect(candidate.getByText('Everything that you saved is kept')).toBeVisible();
      expect((await candidate.request.get('/hunan/')).status()).toBe(200);
      expect((await candidate.request.get('/health/ready')).status()).toBe(200);
      const form = { province: 'away', phone: '13800138000' };
      const refused = await candidate.request.post('/api/request-code', {
        form,
        headers: { referer: `${new URL(candidate.url()).origin}/away/register` },
      });
      expect(refused.status()).toBe(503);
    } finally {
      await page.goto('/console/admin/service');
      await page.getByRole('button', { name: '结束维护' }).click();
      await expect(page.getByRole('button', { name: '开启维护模式' })).toBeVisible();
    }
    const again = await page.request.get('/away/');
    expect(again.status()).toBe(200);
  },
);

test('what was typed for maintenance comes back with an end that cannot be, the tick does not', { tag: '@desktop' }, async ({ page }) => {
  await administer(page, administrator());
  await page.goto('/console/admin/service');
  const end = page.getByLabel('预计结束时间');
  await end.fill('2020-01-01T08:30');
  await page.getByLabel('我确认要关闭考生页面').check();
  await page.getByRole('button', { name: '开启维护模式' }).click();
  const summary = page.locator('#error-summary');
  await expect(summary).toContainText('必须晚于现在，并且不超过 7 天');
  await expect(end, 'what was typed').toHaveValue('2020-01-01T08:30');
  await expect(end).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('我确认要关闭考生页面'), 'a deliberate act').not.toBeChecked();
  await expect(page.getByLabel(/通知文字（中文/), 'the other form is not opened for it').toBeHidden();
  await summary.getByRole('link').click();
  await expect(end).toBeFocused();
});

test('days that are no number come back, and the field is named', { tag: ['@desktop', '@nojs'] }, async ({ page }) => {
  await administer(page, administrator());
  await page.goto('/console/admin/retention');
  await page.getByLabel(/人脸视频/).fill('３０天');
  await page.getByLabel(/身份证件照片/).fill('200');
  await page.getByRole('button', { name: '保存到草稿' }).click();
  await expect(page.locator('#error-summary').getByRole('link')).toHaveAttribute('href', '#days');
  await expect(page.locator('#days')).toHaveValue('３０天');
  await expect(page.getByLabel(/身份证件照片/)).toHaveValue('200');
});

test('an export is asked for with a reason, made and downloaded', { tag: '@desktop' }, async ({ page }) => {
  await administer(page, administrator());
  await page.goto('/console/admin/exports');
  await page.getByRole('button', { name: '开始导出' }).click();
  await expect(page.locator('#error-summary')).toContainText('请写明原因');
  await page.getByLabel('导出原因').fill('年度核对');
  await page.getByRole('button', { name: '开始导出' }).click();
  await expect(page.getByRole('row').filter({ hasText: '年度核对' }).first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('link', { name: /^下载/ }).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^下载/ }).first().click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^away-.*\.csv$/);
  await expectAccessible(page);
});

test('numbers and retention say what they would do', { tag: '@desktop' }, async ({ page }) => {
  await administer(page, administrator());
  await page.goto('/console/admin/numbers');
  await expectAccessible(page);
  await page.getByRole('link', { name: '校验' }).first().click();
  await expect(page.getByText('没有缺号和重号')).toBeVisible();
  await page.goto('/console/admin/retention');
  await expect(page.getByRole('row', { name: /人脸视频/ })).toContainText('30 天');
  await expectAccessible(page);
});
