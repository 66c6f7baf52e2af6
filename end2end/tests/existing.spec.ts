// 在籍注册: somebody with two numbers finds them, chooses one for good, registers with it, is approved, asks for the other one to be
// merged, and an office decides. Administrators bring the records in.
import { expectAccessible } from '../support/axe';
import { type Applicant, handIn, lend, registered, withPhoto } from '../support/applicant';
import { server } from '../support/environment';
import { counties, mobile, person } from '../support/people';
import { messages, readCode } from '../support/sms';
import { lookedAt } from '../support/screens';
import { approve, hire, signInStaff, signInTo, takeCase } from '../support/staff';
import { address, expect, test } from '../support/test';
import { type Locator, type Page, request as requests } from '@playwright/test';
import { randomInt, randomUUID } from 'node:crypto';

const HEAD = '准考证号,姓名,证件号码,考区,手机号';
const [place, elsewhere] = counties();
const number = () => `43${String(randomInt(1_000_000_000)).padStart(10, '0')}`;

/** An administrator brings records in; the line of the list that says so. */
async function imported(admin: Page, rows: string[]): Promise<Locator> {
  // the list of the province shows what other scenarios brought in as well, ended before this one is even sent
  const name = `名单-${randomUUID()}.csv`;
  await signInTo(admin, hire('周管理', undefined, 'province_administrator', 'known'), '/console/admin/existing', '在籍考生导入');
  const buffer = Buffer.from([HEAD, ...rows, ''].join('\r\n'));
  await admin.getByLabel('名单文件（CSV）').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await admin.getByRole('button', { name: '上传并导入' }).click();
  const line = admin.getByRole('row').filter({ hasText: name }).first();
  await expect(line).toBeVisible();
  await expect(async () => {
    await admin.reload();
    await expect(line).toContainText('完成', { timeout: 500 });
  }).toPass();
  return line;
}

test('one with two numbers registers with one, and an office decides about the other @nojs', async ({
  page,
  context,
  somebody,
}, info) => {
  test.setTimeout(120_000);
  const who = person();
  const [first, second] = [number(), number()];
  const row = (own: string, region: string) => `${own},张三丰,${who.idNumber},${region},${who.phone}`;
  const admin = await somebody();

  await test.step('an administrator brings the records in, and sees what was refused', async () => {
    const line = await imported(admin, [row(first, place.code), row(second, elsewhere.name), row(first, place.code)]);
    await lookedAt(admin, info, 'existing-imported');
    const address = await line.getByRole('link', { name: '下载未通过的行' }).getAttribute('href');
    const refused = await admin.request.get(address!);
    expect(refused.headers()['content-disposition']).toContain('attachment');
    expect(await refused.text()).toContain('与上面的行重复');
  });

  await test.step('a wrong name and a right one are answered alike', async () => {
    await page.goto('/known/');
    await page.getByRole('link', { name: '在籍注册' }).click();
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel('姓名').fill('张三丰');
    await page.getByLabel('证件类型').selectOption({ index: 1 });
    await page.getByLabel('证件号码').fill(who.idNumber);
    await page.getByLabel('登记过的手机号或电子邮箱').fill(who.phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await expect(page.getByRole('heading', { name: /如信息与登记一致/ })).toBeVisible();
    await page.getByLabel('验证码', { exact: true }).fill('000000');
    await page.getByRole('button', { name: '查询准考证号' }).click();
    await expect(page.getByRole('alert')).toContainText('验证码');
    await expectAccessible(page);
  });

  await test.step('the code shows both numbers; one is chosen with its last digits', async () => {
    await page.getByLabel('验证码', { exact: true }).fill(await readCode(page.request, who.phone));
    await page.getByRole('button', { name: '查询准考证号' }).click();
    await expect(page.getByRole('heading', { name: new RegExp(first) })).toBeVisible();
    await expect(page.getByRole('heading', { name: new RegExp(second) })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: new RegExp(first) }).click();
    await expect(page.getByRole('main')).toContainText(place.name);
    await page.getByLabel(/后四位/).fill('x');
    await page.getByRole('button', { name: '确认选定' }).click();
    await expect(page.getByRole('alert')).toContainText('后四位');
    await expectAccessible(page);
    await page.getByLabel(/后四位/).fill(first.slice(-4));
    await page.getByRole('button', { name: '确认选定' }).click();
  });

  const phone = mobile();
  await test.step('registering takes document and place from it', async () => {
    await expect(page.getByRole('main')).toContainText(first);
    await expect(page.locator('select#region')).toHaveCount(0);
    await page.getByLabel('手机号码').fill(phone);
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByLabel('短信验证码').fill(await readCode(page.request, phone));
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '注册', exact: true }).click();
    await expect(page).toHaveURL(/\/known\/photo/);
  });

  await test.step('approved, the number of before is the number', async () => {
    const http = await requests.newContext({
      baseURL: server.baseURL,
      extraHTTPHeaders: { 'X-Forwarded-For': address(), accept: 'text/html' },
      storageState: await context.storageState(),
    });
    const applicant: Applicant = { person: who, http, province: 'known' };
    await withPhoto(applicant);
    const receipt = await handIn(applicant);
    const reviewer = await somebody();
    await signInStaff(reviewer, hire('孙审核', place, 'senior_reviewer', 'known'));
    await takeCase(reviewer, receipt);
    await approve(reviewer);
    await page.goto('/known/status');
    await expect(page.locator('.admission-number data')).toHaveAttribute('value', first);
  });

  await test.step('the other one is merged by the office of the place, once', async () => {
    await page.getByRole('link', { name: '查看准考证号和合并申请' }).click();
    await page.getByRole('button', { name: `申请合并 ${second}` }).click();
    await expect(page.getByRole('main')).toContainText('待办理');
    await expectAccessible(page);
    const officer = await somebody();
    await signInTo(officer, hire('王现场', place, 'desk_officer', 'known'), '/console/merges', '合并准考证号申请');
    const masked = `${second.slice(0, 4)}******${second.slice(-2)}`;
    await lookedAt(officer, info, 'merges-waiting');
    await officer.getByRole('row').filter({ hasText: masked }).getByRole('link').click();
    await expect(officer.getByRole('main')).toContainText(second);
    await lookedAt(officer, info, 'merge');
    await officer.getByRole('button', { name: '不同意' }).click();
    await expect(officer.locator('#error-summary')).toContainText('请写明原因');
    await officer.getByRole('button', { name: '同意合并' }).click();
    await expect(officer.getByRole('row').filter({ hasText: masked })).toContainText('已同意合并');
    const told = await messages(page.request, phone);
    await expect.poll(async () => (await messages(page.request, phone)).length).toBeGreaterThanOrEqual(told.length);
    await page.goto(`${server.baseURL}/known/numbers`);
    await expect(page.getByRole('main')).toContainText('已同意合并');
  });
});

test('a number that comes after registering as new is taken over, and the case goes on with it @nojs', async ({
  page,
  context,
  somebody,
}, info) => {
  test.setTimeout(120_000);
  const who = person();
  const own = number();
  const applicant = await registered(elsewhere, who, 'known');
  await lend(applicant, context);
  await page.goto('/known/status');
  await expect(page.getByRole('link', { name: '查看准考证号和合并申请' }), 'there is none to look at').toHaveCount(0);
  const admin = await somebody();

  await test.step('the records come later', async () => {
    await imported(admin, [`${own},王五经,${who.idNumber},${place.code},${who.phone}`]);
  });

  await test.step('the status page says so, and leads to proving it', async () => {
    await expect.poll(async () => (await messages(page.request, who.phone)).at(-1)?.text).toContain('以前的准考证号');
    await page.reload();
    const masked = `${own.slice(0, 4)}******${own.slice(-2)}`;
    await expect(page.getByRole('main')).toContainText(masked);
    await expect(page.getByRole('main')).not.toContainText(own);
    await expectAccessible(page);
    await lookedAt(page, info, 'late-status');
    await page.getByRole('link', { name: '改用以前的准考证号' }).click();
    await page.getByLabel('姓名').fill('王五经');
    await page.getByLabel('证件类型').selectOption({ index: 1 });
    await page.getByLabel('证件号码').fill(who.idNumber);
    await page.getByLabel('登记过的手机号或电子邮箱').fill(who.phone);
    await lookedAt(page, info, 'late-ask');
    const before = (await messages(page.request, who.phone)).length;
    await page.getByRole('button', { name: '获取验证码' }).click();
    await page.getByLabel('验证码', { exact: true }).fill(await readCode(page.request, who.phone, before));
    await page.getByRole('button', { name: '查询准考证号' }).click();
  });

  await test.step('it is taken over with its last digits, and the application belongs to its place', async () => {
    await page.getByRole('button', { name: new RegExp(own) }).click();
    await expect(page.getByRole('heading', { name: '确认改用以前的准考证号', level: 1 })).toBeVisible();
    await expect(page.getByRole('main')).toContainText(place.name);
    await expectAccessible(page);
    await lookedAt(page, info, 'late-confirm');
    await page.getByLabel(/后四位/).fill(own.slice(-4));
    await page.getByRole('button', { name: '确认改用' }).click();
    await expect(page).toHaveURL(/\/known\/status/);
    await expect(page.getByRole('main')).toContainText('改用以前的准考证号');
    await expect(page.getByRole('link', { name: '改用以前的准考证号' })).toHaveCount(0);
    await page.getByRole('link', { name: '查看准考证号和合并申请' }).click();
    await expect(page.locator('.admission-number data')).toHaveAttribute('value', own);
    await lookedAt(page, info, 'late-numbers');
  });

  await test.step('the reviewer of that place sees it, and approves with the number of before', async () => {
    await withPhoto(applicant);
    const receipt = await handIn(applicant);
    const reviewer = await somebody();
    await signInStaff(reviewer, hire('孙审核', place, 'senior_reviewer', 'known'));
    await takeCase(reviewer, receipt);
    await expect(reviewer.getByText(/并改用以前的准考证号/)).toBeVisible();
    await lookedAt(reviewer, info, 'late-case');
    await approve(reviewer);
    await page.goto('/known/status');
    await expect(page.locator('.admission-number data')).toHaveAttribute('value', own);
  });
});

test('an office finds numbers and sets a phone in place of one that is gone', async ({ page, somebody }, info) => {
  const who = person();
  const own = number();
  const admin = await somebody();
  await imported(admin, [`${own},李四光,${who.idNumber},${place.code},${who.phone}`]);
  await signInTo(page, hire('王现场', place, 'desk_officer', 'known'), '/console/desk', '现场确认');
  await page.getByRole('link', { name: /查询准考证号/ }).click();
  const seek = async () => {
    await page.getByLabel('姓名').fill('李四光');
    await page.getByLabel('证件类型').selectOption({ index: 1 });
    await page.getByLabel('证件号码').fill(who.idNumber);
    await page.getByRole('button', { name: '查询', exact: true }).click();
  };
  await seek();
  await expect(page.getByRole('main')).toContainText(`${own.slice(0, 4)}******${own.slice(-2)}`);
  await expect(page.getByRole('main')).not.toContainText(own);
  await page.getByRole('checkbox').check();
  await seek();
  await expect(page.getByRole('main')).toContainText(own);
  await lookedAt(page, info, 'desk-numbers-found');
  const phone = mobile();
  await page.locator('#phone').fill(phone);
  await page.getByRole('button', { name: '保存手机号' }).click();
  await expect(page.getByRole('main')).toContainText(`${phone.slice(0, 3)}****${phone.slice(-4)}`);
});
