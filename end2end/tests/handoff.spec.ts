// Continue on the phone: a QR symbol that opens the application once, on one other device.
import { expectAccessible } from '../support/axe';
import { lend, registered } from '../support/applicant';
import { county } from '../support/people';
import { readSymbol } from '../support/qr';
import { shoot } from '../support/screens';
import { expect, hasScripts, test } from '../support/test';
import type { Page } from '@playwright/test';

test(
  'the symbol opens the application once; a new one kills the old',
  { tag: ['@desktop', '@nojs'] },
  async ({ page, context, somebody }, info) => {
    const applicant = await registered(county());
    await lend(applicant, context);
    let [first, second] = ['', ''];

    await test.step('The photo step offers to continue on the phone, and a QR symbol is drawn', async () => {
      await page.goto('/short/photo');
      await page.getByRole('link', { name: '改用手机继续' }).click();
      await page.getByRole('button', { name: '生成二维码' }).click();
      first = await readSymbol(page);
      expect(first).toMatch(/\/short\/h\/[0-9a-f]{32}$/);
      await expect(page.getByText(/5 分钟内有效/)).toBeVisible();
      await expectAccessible(page);
      await shoot(page, info, 'handoff');
    });
    await test.step('Refreshing gives another symbol', async () => {
      await page.getByRole('button', { name: '刷新二维码' }).click();
      await expect(async () => {
        second = await readSymbol(page);
        expect(second).not.toBe(first);
      }).toPass();
    });
    await test.step('The old one is refused on the phone, kindly', async () => {
      const late = await phone(somebody);
      await late.goto(first);
      await expect(late.getByText('二维码已过期或已用过，请在电脑上刷新二维码后重新扫描')).toBeVisible();
    });
    const other = await phone(somebody);
    await test.step('The new one goes on with the same application on the phone', async () => {
      await open(other, second);
      await expect(other.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
      await other.goto('/short/status');
      await expect(other.getByRole('main')).toContainText(applicant.person.idNumber.slice(-4));
    });
    await test.step('A second time it is refused', async () => {
      const thief = await phone(somebody);
      await thief.goto(second);
      await expect(thief.getByText('二维码已过期或已用过')).toBeVisible();
      expect(await thief.content()).not.toContain(applicant.person.idNumber.slice(-4));
    });
    await test.step('The first device sees that the phone is there', async () => {
      await expect(page.getByRole('heading', { name: '已在手机上打开' })).toBeVisible({ timeout: 15_000 });
    });
  },
);

function phone(somebody: (options: object) => Promise<Page>) {
  return somebody({
    viewport: { width: 360, height: 640 },
    isMobile: true,
    hasTouch: true,
    javaScriptEnabled: hasScripts(),
  });
}

async function open(page: Page, address: string) {
  await page.goto(address);
  await page.getByRole('button', { name: '在这台手机上继续' }).click();
}
