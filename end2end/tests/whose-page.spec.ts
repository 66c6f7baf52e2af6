// A school's computer room: one candidate's page stays open while another signs in with the same browser.
import { lend, registered, withPhoto } from '../support/applicant';
import { agree, giveSide, newcomer, portrait } from '../support/evidence';
import { receiptNumber, submit } from '../support/journey';
import { county } from '../support/people';
import { shoot } from '../support/screens';
import { expect, test } from '../support/test';

test('handing in from the page of somebody else hands nothing in', { tag: ['@nojs', '@desktop'] }, async ({ page, context }, info) => {
  const [before, now] = [await registered(county()), await registered(county())];
  for (const one of [before, now]) await withPhoto(one);
  await lend(before, context);
  await page.goto('/short/check');
  await page.getByLabel('我已阅读上述说明，同意为办理入籍处理我的照片').check();
  await lend(now, context);
  const other = await context.newPage();
  await other.goto('/short/check');

  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.locator('#error-summary')).toContainText('刚才的页面是另一位考生打开的，内容没有保存');
  await expect(page.getByRole('heading', { name: '还没有提交' })).toBeVisible();
  const { phone } = now.person;
  await expect(page.getByRole('main')).toContainText(`${phone.slice(0, 3)}****${phone.slice(-4)}`);
  await shoot(page, info, 'page-of-another');
  const receipt = await submit(other);
  expect(receipt).not.toBe('');
  const theirs = await (await before.http.get('/short/status')).text();
  expect(theirs, 'whose page it was is where they were').toContain('还没有提交');
  expect(theirs).not.toContain(receipt);
  await page.goto('/short/status');
  expect(await receiptNumber(page), 'the own page works').toBe(receipt);
});

test('a picture chosen on the page of somebody else goes nowhere', { tag: '@phone' }, async ({ page, context, browser, complaints }) => {
  complaints.expected.push(/status of 409/);
  await newcomer(context);
  await page.goto('/hunan/card');
  await agree(page);
  await newcomer(context);
  await giveSide(page, 'portrait', await portrait(browser));
  await expect(page).toHaveURL(/\/hunan\/status/, { timeout: 30_000 });
  await expect(page.locator('#error-summary')).toContainText('刚才的页面是另一位考生打开的，内容没有保存');
  await page.goto('/hunan/card');
  await agree(page);
  await expect(page.locator('.card-side .tag--good')).toHaveCount(0);
  await giveSide(page, 'portrait', await portrait(browser));
  await expect(page.locator('#side-portrait .tag--good')).toHaveText('已上传', { timeout: 45_000 });
});
