// The details form and the education check in a browser, with and without scripts; the register is the simulator.
import { request as requests } from '@playwright/test';
import { server } from '../support/environment';
import { expectAccessible } from '../support/axe';
import { person } from '../support/people';
import { readCode } from '../support/sms';
import { address, expect, hasScripts, hold, test } from '../support/test';

/** Registered in Hunan over HTTP; gives the cookies of the session. */
async function registered() {
  const who = person();
  const http = await requests.newContext({
    baseURL: server.baseURL,
    extraHTTPHeaders: { 'X-Forwarded-For': address(), accept: 'text/html', referer: `${server.baseURL}/hunan/register` },
  });
  const form = {
    province: 'hunan',
    page: 'register',
    phone: who.phone,
    code: '',
    document_type: 'resident_id_card',
    document_number: who.idNumber,
    region: '430102',
    consent: 'on',
  };
  await http.post('/api/request-code', { form });
  await http.post('/api/register', { form: { ...form, code: await readCode(http, who.phone) } });
  return http.storageState();
}

test('details with a bachelor-level major, and the check by two codes', async ({ page, context, somebody }) => {
  await context.addCookies((await registered()).cookies);
  await page.goto('/hunan/details');
  await expect(page.getByRole('heading', { name: '个人信息', exact: true })).toBeVisible();
  await page.locator('#name').fill('曾雨');
  await page.locator('#ethnicity').selectOption('01');
  await page.locator('#address').fill('湖南省娄底市');
  await page.locator('#household').selectOption('resident');
  await page.locator('#political').selectOption('13');
  await page.locator('#q').fill('护理');
  if (!hasScripts()) await page.getByRole('button', { name: '查找' }).click();
  await expect(page.locator('#major option[value="540101"]')).toHaveCount(0);
  await page.locator('#major').selectOption('101101');
  if (!hasScripts()) await page.getByRole('button', { name: '确定专业' }).click();
  await expect(page.getByText('相应的执业资格证书')).toBeVisible();
  await page.locator('#education').selectOption('30');
  await expect(page.locator('#pinyin'), 'the spelling is proposed with the name').toHaveValue('ZENG YU');
  await page.getByRole('button', { name: '下一步', exact: true }).click();

  await expect(page.getByRole('heading', { name: '学信网校验', level: 1 })).toBeVisible();
  await page.getByLabel('我已阅读，并同意向学信网核对我的学籍学历信息').check();
  await page.getByRole('button', { name: '开始学信网校验' }).click();
  await expect(page.locator('.codes svg')).toHaveCount(2);
  await expectAccessible(page);
  const right = page.locator('.codes__one').nth(1).getByRole('link');
  const phone = await somebody();
  await phone.goto((await right.getAttribute('href'))!);
  await phone.getByRole('button', { name: '校验通过', exact: true }).click();
  await expect(phone.getByText('counted')).toBeVisible();
  if (!hasScripts()) await page.getByRole('link', { name: '查看结果' }).click();
  await expect(page.getByRole('heading', { name: '学信网校验通过', exact: true })).toBeVisible({ timeout: 15_000 });
});

test('the spelling of a name that was typed before the script came is proposed when it comes', { tag: '@desktop' }, async ({ page, context }) => {
  await context.addCookies((await registered()).cookies);
  const release = await hold(page, '**/pinyin.js');
  await page.goto('/hunan/details', { waitUntil: 'commit' });
  await page.locator('#name').fill('单雨晴');
  await page.locator('#name').blur();
  release();
  await expect(page.locator('#pinyin')).toHaveValue('SHAN YUQING');
});

test('the spelling is proposed as soon as the name is typed, never over what was typed', { tag: '@desktop' }, async ({ page, context }) => {
  await context.addCookies((await registered()).cookies);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto('/hunan/details');
  const [name, pinyin] = [page.locator('#name'), page.locator('#pinyin')];
  await name.fill('单雨晴');
  await name.blur();
  await expect(pinyin, 'a surname is read as surnames are').toHaveValue('SHAN YUQING');
  await name.fill('覃雨');
  await name.blur();
  await expect(pinyin, 'a proposal follows the name').toHaveValue('QIN YU');
  await expect(page.locator('#spellings-note')).toContainText('TAN YU');
  await expectAccessible(page);
  await pinyin.fill('ZENG YUE');
  const answered = page.waitForResponse('**/api/propose-pinyin?*');
  await name.fill('曾晴');
  await name.blur();
  await answered;
  await expect(pinyin, 'what somebody typed is theirs').toHaveValue('ZENG YUE');
  expect(asked.filter((url) => /%|曾|覃|单/.test(new URL(url).search))).toEqual([]);
});
