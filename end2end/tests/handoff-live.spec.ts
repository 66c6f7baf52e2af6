// From the computer to the phone and back: the computer follows the phone live, is asked before another phone takes over,
// and can end it. With server-sent events, with polling where those are blocked, and without JavaScript.
import { lend, registered } from '../support/applicant';
import { expectAccessible } from '../support/axe';
import { askForCode, fillIdentity, pressRegister } from '../support/journey';
import { county, person } from '../support/people';
import { compliant } from '../support/pictures';
import { readSymbol } from '../support/qr';
import { shoot } from '../support/screens';
import { expect, hasScripts, test } from '../support/test';
import type { APIRequestContext, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';

type Somebody = (options: object) => Promise<Page>;

// Pages of evidence are other scenarios' matter; where the phone is let in, they may say anything.
const ELSEWHERE = [/\/hunan\/(card|go-on|photo)\b/, /status of 401/];

test(
  'the computer follows the phone, is asked about another one, and ends it',
  { tag: ['@desktop', '@nojs'] },
  async ({ page, request, somebody, complaints }, info) => {
    test.slow();
    complaints.expected.push(...ELSEWHERE);
    await test.step('Registration leads to the symbol', async () => {
      await register(page, request);
      await expect(page.locator('.handoff__symbol svg')).toBeVisible();
      await expect(page.getByText('等待扫码').first()).toBeVisible();
      await expect(page.getByRole('link', { name: '在本机继续办理' })).toBeVisible();
      if (hasScripts()) await page.evaluate(() => ((window as any).sameDocument = true));
      await expectAccessible(page);
      await shoot(page, info, 'handoff-waiting');
    });
    const first = await phone(somebody);
    await test.step('The phone sees what it is about, and goes on', async () => {
      await first.goto(await readSymbol(page));
      await expect(first.getByText('约 5 分钟')).toBeVisible();
      await expect(first.getByText('身份证件原件')).toBeVisible();
      await expectAccessible(first);
      await shoot(first, info, 'handoff-landing');
      await press(first, '在这台手机上继续');
      await expect(first).toHaveURL(/\/hunan\/card/);
    });
    await test.step('The computer ticks it off', async () => {
      await expect(steps(page).getByText('手机已打开')).toBeVisible({ timeout: 15_000 });
      await expect(page.getByText(/手机已连接（\d\d:\d\d 起）/)).toBeVisible();
      await shoot(page, info, 'handoff-opened');
    });
    await test.step('A picture from the phone arrives on the computer', async () => {
      await handInPhoto(first, 'hunan');
      await expect(steps(page).getByText('证件照已收到')).toBeVisible({ timeout: 15_000 });
    });
    const second = await phone(somebody);
    await test.step('Another phone asks, and the computer is asked', async () => {
      if (hasScripts()) expect(await page.evaluate(() => (window as any).sameDocument), 'no reload so far').toBe(true);
      await page.getByRole('button', { name: '换一部手机' }).click();
      await second.goto(await readSymbol(page));
      await press(second, '在这台手机上继续');
      await expect(second.getByRole('heading', { name: '请在电脑上确认换到这部手机' })).toBeVisible();
      await shoot(second, info, 'handoff-confirm');
      await expect(page.getByRole('heading', { name: '另一部手机请求继续办理' })).toBeVisible({ timeout: 15_000 });
      await shoot(page, info, 'handoff-asking');
      expect((await first.goto('/hunan/photo'))!.status(), 'the first phone still works').toBe(200);
    });
    await test.step('Allowed: the other phone is in, the first one out', async () => {
      await page.getByRole('button', { name: '允许' }).click();
      if (!hasScripts()) await press(second, '在这台手机上继续');
      await expect(second).toHaveURL(/\/hunan\/card/, { timeout: 15_000 });
      expect((await first.goto('/hunan/photo'))!.status()).toBe(401);
      expect((await second.goto('/hunan/photo'))!.status()).toBe(200);
      await expect(page.getByRole('heading', { name: '已在手机上打开' })).toBeVisible({ timeout: 15_000 });
      await second.goto('/hunan/account');
      await expect(second.getByRole('main'), 'a phone changes nothing of the account').toContainText('请在电脑上修改');
      await expect(second.getByRole('main').getByRole('link')).toHaveCount(0);
      await expect(second.getByRole('main').getByLabel('密码')).toHaveCount(0);
      await shoot(second, info, 'handoff-account');
    });
    await test.step('The computer ends it', async () => {
      await page.getByRole('button', { name: '断开手机' }).click();
      await expect(page.getByRole('heading', { name: '手机已断开' })).toBeVisible();
      expect((await second.goto('/hunan/photo'))!.status()).toBe(401);
      await expect(second.getByRole('main')).toContainText('断开了这台设备');
      await shoot(second, info, 'handoff-disconnected');
      await expect(page.getByRole('button', { name: '刷新二维码' })).toBeVisible();
    });
  },
);

test('refused: the phone that asks is told, the other one goes on', { tag: '@desktop' }, async ({ page, request, somebody, complaints }) => {
  complaints.expected.push(...ELSEWHERE);
  await register(page, request);
  const [first, second] = [await phone(somebody), await phone(somebody)];
  await first.goto(await readSymbol(page));
  await press(first, '在这台手机上继续');
  await expect(first).toHaveURL(/\/hunan\/card/);
  await page.getByRole('button', { name: '换一部手机' }).click();
  await second.goto(await readSymbol(page));
  await press(second, '在这台手机上继续');
  await page.getByRole('button', { name: '拒绝' }).click();
  await expect(second.getByText('电脑上没有同意换到这部手机')).toBeVisible({ timeout: 15_000 });
  expect((await first.goto('/hunan/photo'))!.status()).toBe(200);
});

test('where events are blocked the computer asks, and follows as well', { tag: '@desktop' }, async ({ page, request, somebody, complaints }) => {
  complaints.expected.push(...ELSEWHERE, /handoff\/events/);
  await page.route('**/handoff/events', (route) => route.abort());
  await register(page, request);
  await page.evaluate(() => ((window as any).sameDocument = true));
  const other = await phone(somebody);
  await other.goto(await readSymbol(page));
  await press(other, '在这台手机上继续');
  await expect(steps(page).getByText('手机已打开')).toBeVisible({ timeout: 15_000 });
  expect(await page.evaluate(() => (window as any).sameDocument)).toBe(true);
});

test('signed out on the computer, the symbol says so', { tag: '@desktop' }, async ({ page, request, somebody }) => {
  await register(page, request);
  const address = await readSymbol(page);
  await page.goto('/hunan/sign-out');
  await page.getByRole('main').getByRole('button', { name: '退出登录' }).click();
  await expect(page).not.toHaveURL(/sign-out/);
  const late = await phone(somebody);
  await late.goto(address);
  await expect(late.getByText('电脑上已退出登录或长时间未操作')).toBeVisible();
  await expect(late.getByRole('button', { name: '在这台手机上继续' })).toHaveCount(0);
});

test('when everything is there the computer goes on by itself', { tag: '@desktop' }, async ({ page, context, somebody }) => {
  await lend(await registered(county()), context);
  await page.goto('/short/handoff');
  await page.getByRole('button', { name: '生成二维码' }).click();
  const other = await phone(somebody);
  await other.goto(await readSymbol(page));
  await press(other, '在这台手机上继续');
  await expect(steps(page).getByText('手机已打开')).toBeVisible();
  await handInPhoto(other, 'short');
  await expect(page.getByRole('heading', { name: '手机上的步骤已全部完成' })).toBeVisible();
  await expect(page).toHaveURL(/\/short\/check/, { timeout: 15_000 });
});

test('on a phone going on right there comes first', { tag: '@phone' }, async ({ page, request }, info) => {
  await register(page, request);
  const here = page.getByRole('link', { name: '在本机继续办理' });
  await expect(here).toBeInViewport();
  await expect(here).toHaveClass(/button--primary/);
  await shoot(page, info, 'handoff-on-phone');
});

async function register(page: Page, request: APIRequestContext) {
  const who = person();
  await page.goto('/hunan/');
  await page.getByRole('main').getByRole('link', { name: '新生入籍' }).click();
  const code = await askForCode(page, request, who.phone);
  await page.getByLabel('短信验证码').fill(code);
  await fillIdentity(page, who.idNumber, county());
  await pressRegister(page);
  await expect(page).toHaveURL(/\/hunan\/handoff/);
}

function steps(page: Page) {
  return page.locator('.timeline');
}

function phone(somebody: Somebody) {
  const options = { isMobile: true, hasTouch: true, javaScriptEnabled: hasScripts() };
  return somebody({ viewport: { width: 360, height: 640 }, ...options });
}

async function press(page: Page, name: string) {
  await page.getByRole('button', { name }).click();
}

/** With the phone's session, by the form that its page sends. */
async function handInPhoto(page: Page, province: string) {
  const photo = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: readFileSync(compliant()) };
  const headers = { accept: 'application/json' };
  const answer = await page.context().request.post(`/${province}/photo`, { multipart: { photo }, headers });
  expect(answer.status(), await answer.text()).toBe(200);
}
