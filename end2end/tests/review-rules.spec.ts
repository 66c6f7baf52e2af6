// Rules that protect candidates in the console: one reviewer a case, only the own jurisdiction, a lock after wrong
// passwords; and a decision made without a mouse.
import { applied } from '../support/applicant';
import { expectAccessible } from '../support/axe';
import { county, reservedCounty } from '../support/people';
import { hire, row, signInStaff, takeCase, verdict, type Account } from '../support/staff';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

test('two reviewers on one case: the second is told', { tag: '@desktop' }, async ({ page, somebody }) => {
  const region = county();
  const { receipt, person } = await applied(region);
  const second = await somebody();
  await signInStaff(page, hire('甲审核', region));
  await signInStaff(second, hire('乙审核', region));
  await expect(row(second, receipt)).toContainText('—');

  await takeCase(page, receipt);
  await test.step('The second presses 领取 on a list that is out of date', async () => {
    await row(second, receipt).getByRole('button', { name: '领取' }).click();
    await expect(second.locator('#error-summary')).toContainText('这份申请已被其他审核员领取');
    await expect(row(second, receipt)).toContainText('甲审核');
    await expect(row(second, receipt).getByRole('button')).toHaveCount(0);
  });
  await test.step('and by the address sees nothing of the case, and cannot decide it', async () => {
    await second.goto(page.url());
    await expect(second.getByRole('heading', { name: '这份申请不在您手中' })).toBeVisible();
    expect(await second.content()).not.toContain(person.idNumber.slice(6, 14));
    const id = page.url().split('/').pop()!;
    const form = { case: id, version: '99', decision: 'approve' };
    const refused = await second.request.post('/api/decide-case', { form, headers: { accept: 'application/json' } });
    expect(refused.status()).toBe(409);
  });
  await test.step('The first gives it back; then the second may take it', async () => {
    await page.getByRole('button', { name: /^放回队列/ }).click();
    await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
    await takeCase(second, receipt);
  });
});

test(
  'a reviewer of another district sees nothing of the case',
  { tag: '@desktop' },
  async ({ page, somebody, complaints }) => {
    complaints.expected.push(/status of 40[34]/);
    const region = county();
    const { receipt, person } = await applied(region);
    await signInStaff(page, hire('本区审核', region));
    await takeCase(page, receipt);
    const photo = await page.locator('.measures__picture').getAttribute('src');

    const foreign = await somebody();
    await signInStaff(foreign, hire('外区审核', county(region)));
    await expect(foreign.getByText(receipt)).toHaveCount(0);
    const answer = await foreign.goto(page.url());
    expect([403, 404]).toContain(answer?.status());
    expect(await foreign.content()).not.toContain(receipt);
    expect(await foreign.content()).not.toContain(person.idNumber.slice(6, 14));
    const taken = await foreign.request.post('/api/take-case', {
      form: { case: page.url().split('/').pop()! },
      headers: { accept: 'application/json' },
    });
    expect([403, 404]).toContain(taken.status());
    expect([403, 404], 'the photograph').toContain((await foreign.request.get(photo!)).status());
  },
);

test('wrong passwords lock the account for a while, and say so', { tag: ['@desktop', '@nojs'] }, async ({ page }) => {
  const account = hire('锁定', county());
  const wrong = { ...account, password: 'not the password' };
  for (let tries = 0; tries < 5; tries++) {
    await trySignIn(page, wrong);
    await expect(page.locator('#error-summary')).toContainText('登录信息不对');
    await expect(page.getByLabel('账号'), 'the login need not be typed again').toHaveValue(account.login);
  }
  await trySignIn(page, account);
  await expect(page.locator('#error-summary')).toContainText(/错误次数过多.*请在 \d+ 秒后再试/);
});

test('an unknown login is answered like a wrong password', { tag: '@desktop' }, async ({ page }) => {
  await trySignIn(page, { name: '', login: 'nobody-of-this-name', password: 'whatever' });
  await expect(page.locator('#error-summary')).toContainText('登录信息不对');
});

test('a case is taken and returned with the keyboard alone', { tag: '@desktop' }, async ({ page }) => {
  const region = reservedCounty();
  const { receipt } = await applied(region);
  const account = hire('键盘', region);
  await test.step('Signing in', async () => {
    await page.goto('/console');
    await tabTo(page, '账号');
    await page.keyboard.type(account.login);
    await page.keyboard.press('Tab');
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
    await expectAccessible(page);
  });
  await test.step('N takes the next case', async () => {
    await pressAccessKey(page, 'n');
    await expect(page.getByRole('heading', { name: `申请 ${receipt}` })).toBeVisible();
    await expectAccessible(page, 'a case');
  });
  await test.step('P goes to the photograph, arrows choose a reason, G accepts the rest, R returns', async () => {
    await pressAccessKey(page, 'p');
    const photo = verdict(page, '证件照');
    await expect(photo).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(photo).toHaveValue('accept');
    await page.keyboard.press('ArrowDown');
    await expect(photo).toHaveValue(/^return:/);
    await pressAccessKey(page, 'g');
    await expect(verdict(page, '身份证件')).toHaveValue('accept');
    await pressAccessKey(page, 'r');
    await expect(page.getByRole('heading', { name: '待审核' })).toBeVisible();
    await expect(page.getByText('已处理：退回')).toBeVisible();
    await expect(page.getByText(receipt)).toHaveCount(0);
  });
});

async function trySignIn(page: Page, account: Account) {
  await page.goto('/console/sign-in');
  await page.getByLabel('账号').fill(account.login);
  await page.getByLabel('密码').fill(account.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

/** Presses Tab until the field with this label has the focus. */
async function tabTo(page: Page, label: string) {
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    if (await page.getByLabel(label).evaluate((field) => field === document.activeElement)) return;
  }
  throw new Error(`${label} cannot be reached with the Tab key`);
}

/** Alt and a letter as a keyboard sends them: browsers act on the character, which Playwright leaves out beside Alt. */
async function pressAccessKey(page: Page, key: string) {
  const keyboard = await page.context().newCDPSession(page);
  const code = `Key${key.toUpperCase()}`;
  const event = { modifiers: 1, key, code, windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0) };
  await keyboard.send('Input.dispatchKeyEvent', { ...event, type: 'keyDown', text: key, unmodifiedText: key });
  await keyboard.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
  await keyboard.detach();
}
