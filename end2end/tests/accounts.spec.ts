// 新生注册 as the Hubei guide tells it: e-mail and phone, password, security questions, up to 预注册; and ways back for those who
// forgot the password. The province is Hubei with nothing after the photograph, so that it stays what this is about.
import { expectAccessible } from '../support/axe';
import { ANSWERS, answerQuestions, bothCodes, candidate, choosePassword, fill, fillDetails, joined, PASSWORD, press, signInWith, type Candidate } from '../support/joining';
import { earlyCandidate } from '../support/early';
import { counties } from '../support/people';
import { messages, readCode } from '../support/sms';
import { lookedAt, shoot } from '../support/screens';
import { hire, signInTo } from '../support/staff';
import { expect, hasScripts, test } from '../support/test';
import { request as requests, type APIRequestContext, type Page, type TestInfo } from '@playwright/test';

const NEW = 'Huang6he.ok';

const summary = (page: Page) => page.locator('#error-summary');

async function register(page: Page, request: APIRequestContext, who: Candidate, info?: TestInfo) {
  await page.goto('/joining/register');
  const codes = await bothCodes(page, request, who);
  await fill(page, who, codes);
  if (info) {
    await shoot(page, info, 'joining-register');
    await expectAccessible(page, 'registering with an address');
  }
  await press(page, '注册');
  await choosePassword(page);
  await press(page, '提交');
}

async function signIn(page: Page, login: string, password: string) {
  await page.goto('/joining/sign-in');
  await signInWith(page, login, password);
}

test('from 马上注册 to 预注册', { tag: '@nojs' }, async ({ page, request }, info) => {
  test.setTimeout(120_000);
  const who = candidate();
  await register(page, request, who, info);
  await test.step('the address is a login name', async () => signIn(page, who.email, PASSWORD));
  await test.step('three security questions', async () => {
    await expect(page.getByRole('heading', { name: '安全问题', level: 1 })).toBeVisible();
    await press(page, '保存');
    await expect(summary(page)).toContainText('请选择一个安全问题');
    await expect(summary(page).getByRole('link'), 'every question and every answer').toHaveCount(6);
    await shoot(page, info, 'joining-questions');
    await expectAccessible(page, 'security questions');
    await answerQuestions(page);
    await press(page, '保存');
  });
  await test.step('details, in the region that was confirmed', async () => {
    await expect(page.getByText('考区已确认，不得自行更改')).toBeVisible();
    await fillDetails(page, '曾雨');
    await press(page, '下一步');
  });
  await page.goto('/joining/status');
  await expect(page.locator('.registration-stage')).toContainText('预注册');
  await shoot(page, info, 'joining-status');
});

test('wrong codes, and whatever is taken, cost nothing that was typed', { tag: '@nojs' }, async ({ page, request, somebody }) => {
  const [who, other] = [candidate(), candidate()];
  await page.goto('/joining/register');
  const codes = await bothCodes(page, request, who);
  const wrong = String((Number(codes.mailed) + 1) % 1_000_000).padStart(6, '0');
  await fill(page, who, { ...codes, mailed: wrong });
  await press(page, '注册');
  await expect(summary(page)).toContainText('邮箱验证码不对');
  await expect(page.getByLabel('电子邮箱')).toHaveValue(who.email);
  await page.getByLabel('我已阅读，并同意所有条款').check();
  await page.getByLabel('邮箱验证码', { exact: true }).fill(codes.mailed);
  await press(page, '注册');
  await expect(page.getByRole('heading', { name: '设置密码', level: 1 })).toBeVisible();

  const stranger = await somebody({ javaScriptEnabled: hasScripts() });
  await stranger.goto('/joining/register');
  const taken = { ...other, idNumber: who.idNumber };
  await fill(stranger, taken, await bothCodes(stranger, request, taken));
  await press(stranger, '注册');
  await expect(summary(stranger)).toContainText('不能用这些信息注册');
  await expect(stranger.getByLabel('电子邮箱')).toHaveValue(other.email);
});

test('what was typed when the session had ended is there again for whoever typed it', { tag: '@nojs' }, async ({ page, request, context, complaints, baseURL }, info) => {
  test.setTimeout(120_000);
  complaints.expected.push(/status of 401/);
  const who = candidate();
  await joined(page, request, who);
  await fillDetails(page, '曾雨');
  await test.step('the session ends on the server while the form is filled in', async () => {
    const same = await requests.newContext({ baseURL, storageState: await context.storageState() });
    await same.post('/api/sign-out', { form: { province: 'joining' }, headers: { origin: baseURL!, referer: `${baseURL}/joining/sign-out` } });
    await same.dispose();
  });
  await press(page, '下一步');
  await expect(page.getByRole('heading', { name: '请重新登录' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('您刚才填写的内容没有丢');
  expect(await page.content(), 'nobody sees it who is not signed in').not.toContain('黄石路');
  await expectAccessible(page, 'signed out meanwhile');
  await shoot(page, info, 'joining-session-ended');
  await page.getByRole('main').getByRole('link', { name: '登录' }).click();
  await signInWith(page, who.email);
  await expect(page.getByText('您填写的内容已放回表中')).toBeVisible();
  await expect(page.locator('#address')).toHaveValue('湖北省武汉市江岸区黄石路34号');
  await expect(page.locator('#major')).toHaveValue('590206');
  await expectAccessible(page, 'what was typed is back');
  await shoot(page, info, 'joining-brought-back');
  await press(page, '下一步');
  await expect(page).toHaveURL(/\/joining\/photo$/);
});

test('empty forms of signing in and getting back in name every field', { tag: '@nojs' }, async ({ page }, info) => {
  const named = async (fields: string[]) => {
    const links = summary(page).getByRole('link');
    await expect(links).toHaveCount(fields.length);
    for (const [at, field] of fields.entries()) {
      await expect(links.nth(at)).toHaveAttribute('href', `#${field}`);
      await expect(page.locator(`#${field}`)).toHaveAttribute('aria-invalid', 'true');
    }
  };
  await page.goto('/joining/sign-in');
  await press(page, '登录');
  await named(['identifier', 'password']);
  await expectAccessible(page, 'nothing typed');
  await shoot(page, info, 'joining-sign-in-empty');
  await signInWith(page, '13800000000', ' ');
  await named(['password']);
  await page.goto('/joining/recover/questions');
  await page.getByLabel('手机号码、电子邮箱或证件号码').fill('13800000000');
  await press(page, '下一步');
  await expect(page.locator('#answer1')).toBeVisible();
  await page.locator('#answer2').fill('张三丰');
  await press(page, '下一步');
  await named(['answer1', 'answer3']);
  await page.goto('/joining/recover/office');
  await press(page, '下一步');
  await named(['document_type', 'document_number', 'reset_code']);
  await shoot(page, info, 'joining-office-empty');
});

test('the security questions and a code by e-mail lead to a new password', { tag: '@nojs' }, async ({ page, request, complaints }, info) => {
  test.setTimeout(150_000);
  complaints.expected.push(/429 \(Too Many Requests\)/);
  const who = await earlyCandidate('recovers', page, request);
  await page.goto('/joining/password/reset');
  await page.getByRole('link', { name: '通过安全问题找回' }).click();
  await page.getByLabel('手机号码、电子邮箱或证件号码').fill(who.phone);
  await press(page, '下一步');
  await expect(page.getByText('您小学一年级班主任的姓名是什么？')).toBeVisible();
  await page.locator('#answer1').fill('guess');
  await page.locator('#answer2').fill('guess');
  await page.locator('#answer3').fill('guess');
  await press(page, '下一步');
  await expect(summary(page)).toContainText('账号或答案不对');
  for (const [at, answer] of ANSWERS.entries()) await page.locator(`#answer${at + 1}`).fill(` ${answer} `);
  await expectAccessible(page, 'answers');
  await press(page, '下一步');
  const before = (await messages(request, who.email)).length;
  await shoot(page, info, 'joining-recover-code');
  // One message a minute to an address; who registered just now waits.
  await expect(async () => {
    await page.getByRole('button', { name: /发送邮件到/ }).click();
    await expect(page.getByLabel('验证码', { exact: true })).toBeVisible({ timeout: 4_000 });
  }).toPass({ timeout: 75_000, intervals: [5_000] });
  await page.getByLabel('验证码', { exact: true }).fill(await readCode(request, who.email, before));
  await press(page, '下一步');
  await page.getByLabel('新密码').fill(NEW);
  await page.getByLabel('确认密码').fill(NEW);
  await press(page, '提交');
  await expect(page.getByText('密码设置成功')).toBeVisible();
  await expect.poll(async () => (await messages(request, who.phone)).at(-1)?.text).toContain('密码重置');
  await signIn(page, who.phone, NEW);
  await expect(page.getByRole('heading', { name: '个人信息', exact: true })).toBeVisible();
});

test('the office gives a code once two officers have looked, and both offices move a district', { tag: '@desktop' }, async ({ page, request, somebody }, info) => {
  test.setTimeout(180_000);
  const who = candidate();
  const elsewhere = counties('hubei').find(({ code }) => code.slice(0, 4) !== who.region.code.slice(0, 4))!;
  await joined(page, request, who);
  const officers = await Promise.all(
    ['陈现场', '周现场'].map(async (name) => {
      const desk = await somebody();
      await signInTo(desk, hire(name, who.region, 'desk_officer', 'joining'), '/console/desk', '现场确认');
      return desk;
    }),
  );
  const [first, second] = officers;
  await first.locator('#find').fill(who.idNumber);
  await first.locator('#find').press('Enter');
  await first.getByRole('link', { name: '现场重置密码' }).click();
  await expect(first.getByRole('button', { name: '办理重置' })).toBeVisible();
  await expect(first.getByRole('group', { name: /三项/ }).getByRole('checkbox')).toHaveCount(3);
  for (const box of await first.getByRole('checkbox').all()) await box.check();
  await lookedAt(first, info, 'desk-reset');
  await second.goto(first.url());
  await expect(second.getByRole('main'), 'somebody whom this officer did not find').toContainText('请先凭考生出示的证件或单据查找');
  await first.getByRole('button', { name: '办理重置' }).click();
  await expect(first.getByText('等待另一位工作人员确认')).toBeVisible();
  await first.reload();
  await expect(first.getByText('等待另一位工作人员确认'), 'as long as it waits').toBeVisible();
  await expect(first.getByRole('button', { name: '办理重置' })).toHaveCount(0);
  await lookedAt(first, info, 'desk-reset-waits');
  await second.goto('/console/resets');
  await lookedAt(second, info, 'resets-waiting');
  await second.getByRole('button', { name: '确认并生成重置码' }).click();
  const code = (await second.locator('.desk-reset__code').innerText()).trim();
  await expect(second.getByRole('main'), 'whose it is').toContainText(who.idNumber.slice(-4));
  await lookedAt(second, info, 'resets-code');
  await second.reload();
  await expect(second.locator('.desk-reset__code'), 'shown once').toHaveCount(0);

  const guest = await somebody();
  await guest.goto('/joining/recover/office');
  await guest.getByLabel('证件类型').selectOption({ label: '居民身份证' });
  await guest.getByLabel('证件号码').fill(who.idNumber);
  await guest.getByLabel('重置码').fill(code);
  await guest.getByRole('main').getByRole('button', { name: '下一步', exact: true }).click();
  await guest.getByLabel('新密码').fill(NEW);
  await guest.getByLabel('确认密码').fill(NEW);
  await press(guest, '提交');
  await signIn(guest, who.idNumber, NEW);

  await guest.goto('/joining/region');
  await guest.locator('#region').selectOption(elsewhere.code);
  await guest.locator('#reason').fill('工作调动');
  await shoot(guest, info, 'joining-region');
  await expectAccessible(guest, 'another district');
  await press(guest, '提交申请');
  await expect(guest.getByText('考区变更申请办理中')).toBeVisible();
  await first.goto('/console/regions');
  await lookedAt(first, info, 'districts-waiting');
  // Enter in the note decides nothing
  await first.getByLabel(/^说明/).first().press('Enter');
  await first.getByRole('button', { name: '同意', exact: true }).first().click();
  const receiving = await somebody();
  await signInTo(receiving, hire('吴新区', elsewhere, 'reviewer', 'joining'), '/console/regions', '考区变更');
  const agreed = receiving.waitForEvent('load');
  await receiving.getByRole('button', { name: '同意', exact: true }).first().click();
  await agreed;
  await guest.reload();
  await expect(guest.getByText('考区已变更')).toBeVisible();
  await expect(guest.getByRole('main')).toContainText(elsewhere.name);
});
