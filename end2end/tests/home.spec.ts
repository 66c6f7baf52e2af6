// The portal home of a province, for everybody: it opens, fits the screen and can be read by all.
import { expectAccessible } from '../support/axe';
import { newcomer } from '../support/evidence';
import { overflow, shoot } from '../support/screens';
import { expect, test } from '../support/test';

test('the service is alive and ready', { tag: '@desktop' }, async ({ request }) => {
  for (const path of ['/health/live', '/health/ready']) {
    expect((await request.get(path)).status(), path).toBe(200);
  }
});

test('the portal home opens', { tag: ['@nojs', '@wechat'] }, async ({ page }, info) => {
  const answer = await page.goto('/short/');
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('link', { name: '新生入籍' }).first()).toBeVisible();
  await expectAccessible(page);
  expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
  await shoot(page, info, 'home');
});

test('who is signed in finds record and account in the menu, on a phone too', { tag: ['@nojs', '@wechat'] }, async ({ page, context }, info) => {
  await newcomer(context);
  for (const large of [false, true]) {
    await page.goto('/hunan/');
    if (large) await page.getByRole('button', { name: '大字版' }).click();
    const menu = page.getByRole('navigation', { name: '功能菜单' });
    for (const name of ['我的考籍信息', '账户']) {
      await menu.getByRole('link', { name, exact: true }).click();
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
      await expect(menu.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
      expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
    }
    await expectAccessible(page);
    await shoot(page, info, large ? 'account-large' : 'account');
  }
});
