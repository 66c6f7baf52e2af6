// Faults under way: gateways for text messages that are down, a region that closes and a profile that changes between two steps.
// Each time the page says what is the matter, what was typed is kept, and the way on is there.
import { request as requests, type Page, type TestInfo } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { newcomer } from '../support/evidence';
import { fillIdentity, pressRegister } from '../support/journey';
import { person } from '../support/people';
import { test } from '../support/own-server';
import { overflow, shoot } from '../support/screens';
import { readCode } from '../support/sms';
import { expect } from '../support/test';

const REGION = { code: '430102', name: '芙蓉区' };
const ADDRESS = '湖南省长沙市芙蓉区解放路 1 号';

test('no gateway takes the message: it is said, tried again, and nothing is lost @desktop @nojs', async ({ page, own }, info) => {
  test.slow();
  const who = person();
  await own.takeMessages(false);
  await page.goto(`${own.url}/hunan/register`);
  await fillIdentity(page, who.idNumber, REGION);
  await page.getByLabel('手机号码').fill(who.phone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  await expect(page.getByRole('heading', { name: '验证码短信暂时没有发出' })).toBeVisible();
  await expect(page.getByText('验证码已发送')).toHaveCount(0);
  await fine(page, info, 'no-gateway');
  await expect(page.getByLabel('证件号码')).toHaveValue(who.idNumber);

  await page.getByLabel('短信验证码').fill('123456');
  await pressRegister(page);
  await expect(page.locator('#error-summary')).toContainText('验证码短信还没有发出');
  await expect(page.getByLabel('手机号码')).toHaveValue(who.phone);
  await expect(page.getByLabel('证件号码')).toHaveValue(who.idNumber);
  await expect(page.getByLabel('入籍地区')).toHaveValue(REGION.code);

  await own.takeMessages(true);
  const http = await requests.newContext({ baseURL: own.url });
  // sent again by itself: nobody has to ask
  await expect.poll(async () => (await (await http.get('/dev/sms.json')).json()).length, { timeout: 40_000 }).toBe(1);
  await page.getByLabel('短信验证码').fill(await readCode(http, who.phone));
  await http.dispose();
  await pressRegister(page);
  await expect(page).toHaveURL(/\/hunan\/handoff/);
});

test('a region that closes between two steps: dates are shown and what was typed is kept @desktop @nojs', async ({ page, context, own, complaints }, info) => {
  test.slow();
  complaints.expected.push(/status of 403/);
  await newcomer(context, own.url, REGION.code);
  await page.goto(`${own.url}/hunan/details`);
  await fillDetails(page);

  const open = own.read('hunan.toml');
  const [opens, closes] = [beijing(-5 * 86_400_000), beijing(-60_000)];
  const dates = `[[windows.regions]]\nprefix = "4301"\nopens_at = "${opens}"\ncloses_at = "${closes}"\n\n`;
  own.change('hunan.toml', (text) => text.replace('[[notices]]', `${dates}[[notices]]`));
  await own.restart();
  await press(page, '下一步');
  await expect(page.getByRole('heading', { name: '入籍时间已过', level: 1 })).toBeVisible();
  const hour = closes.slice(11);
  await expect(page.getByRole('main')).toContainText(`您所选地区（${REGION.name}）的入籍时间是`);
  await expect(page.getByRole('main')).toContainText(hour);
  await expect(page.getByRole('main')).toContainText('您已填写的内容都已保留');
  await fine(page, info, 'closed');
  await page.getByRole('link', { name: '查看我的考籍信息' }).click();
  await expect(page.getByRole('main')).toContainText(`您所选地区（${REGION.name}）的入籍时间是`);

  // the authority lengthens the period: everything that was typed is still there
  own.change('hunan.toml', () => open);
  await own.restart();
  await page.goto(`${own.url}/hunan/details`);
  await expect(page.locator('#address')).toHaveValue(ADDRESS);
  await expect(page.locator('#name')).toHaveValue('曾雨');
  await expect(page.locator('#major')).toHaveValue('440501');
});

test('a profile that changes meanwhile: what is gone is chosen anew, dropped steps are no hindrance @desktop @nojs', async ({ page, context, own }, info) => {
  test.slow();
  own.change('hunan.toml', (text) => text.replace(/^reminder_secs = .*$/m, 'reminder_secs = 0'));
  await own.restart();
  await newcomer(context, own.url, REGION.code);
  await page.goto(`${own.url}/hunan/details`);
  await fillDetails(page);
  await press(page, '下一步');
  await expect(page).toHaveURL(/\/hunan\/handoff/);

  own.change('hunan.toml', (text) => text.replace(/^steps = .*$/m, 'steps = ["document", "details", "attachments"]'));
  own.change('hunan/majors.csv', (text) => text.replace(/^440501,.*\n/m, ''));
  own.change('hunan/regions.csv', (text) => text.replace(/^430102,.*\n/m, ''));
  await own.restart();
  await page.goto(`${own.url}/hunan/status`);
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { name: '办理步骤有调整' })).toBeVisible();
  await expect(main.getByRole('heading', { name: '有内容需要补充或修改' })).toBeVisible();
  await expect(main).toContainText('您选择的地区已停止受理');
  await fine(page, info, 'changed');
  await main.getByRole('link', { name: '去修改：个人信息' }).click();
  await expect(main).toContainText('您原来选择的专业“440501 工程造价”已不再招生，请重新选择。');
  await expect(main).toContainText('您原来选择的地区（430102）已不能选择，请重新选择。');
  await expect(page.locator('#address')).toHaveValue(ADDRESS);
  await page.locator('#region').selectOption('430103');
  await page.locator('#major').selectOption('460301');
  await press(page, '下一步');

  await expect(page.getByRole('heading', { name: '核对信息', level: 1 })).toBeVisible();
  await expect(main.getByRole('heading', { name: '有内容需要补充或修改' })).toHaveCount(0);
  await page.getByLabel('我已阅读上述说明，同意为办理入籍处理我的照片').check();
  await press(page, '提交');
  await expect(page.getByRole('heading', { name: '已提交，等待区考办审核' })).toBeVisible();
});

/** Fits its width, no violations, and a picture of it for people. */
async function fine(page: Page, info: TestInfo, name: string) {
  expect(await overflow(page), `${name} sticks out sideways`).toBeLessThanOrEqual(0);
  await expectAccessible(page, name);
  await shoot(page, info, `fault-${name}`);
}

/** Everything that must be filled in, with a college major. */
async function fillDetails(page: Page) {
  await page.locator('#name').fill('曾雨');
  await page.locator('#ethnicity').selectOption('01');
  await page.locator('#address').fill(ADDRESS);
  await page.locator('#household').selectOption('resident');
  await page.locator('#political').selectOption('13');
  await page.locator('#pinyin').fill('ZENG YU');
  await page.locator('#major').selectOption('440501');
  await page.locator('#education').selectOption('60');
}

async function press(page: Page, name: string) {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
}

/** Beijing's civil time, some milliseconds from now. */
function beijing(offset: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + offset).toISOString().slice(0, 16);
}
