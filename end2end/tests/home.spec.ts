// The portal home of a province, for everybody: it opens, fits the screen and can be read by all.
import { expectAccessible } from '../support/axe';
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
