// A province made of files only (docs/add-a-province.md, docs/example-province): other steps in another order, a photograph of
// another size, numbers of another make. From registration to the admission number.
import { expectAccessible } from '../support/axe';
import { expectSmall } from '../support/budget';
import { askForCode, choosePicture, pressRegister, receiptNumber } from '../support/journey';
import { person } from '../support/people';
import { ordinary } from '../support/pictures';
import { readCode, messages } from '../support/sms';
import { approve, hire, signInStaff, takeCase } from '../support/staff';
import { expect, test } from '../support/test';

const PASSWORD = 'dengta2026harbour';
const LIGHTHOUSE = { code: '900102', name: '灯塔区' };

test('a third province made of files, from end to end', { tag: '@desktop' }, async ({ page, request, browser, somebody }) => {
  test.setTimeout(240_000);
  const who = person();
  let receipt = '';

  await test.step('Its own words, places and documents', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: /临海/ }).first().click();
    await expect(page.getByRole('banner')).toContainText('临海省自学考试考生服务网');
    await expectSmall(page, 'linhai-home');
    await page.getByRole('main').getByRole('link', { name: '我要报名' }).click();
    await expect(page.locator('#document_type option:not([value=""])')).toHaveCount(2);
  });
  await test.step('Registration with a code of eight digits', async () => {
    const code = await askForCode(page, request, who.phone);
    expect(code).toMatch(/^\d{8}$/);
    await page.getByLabel('短信验证码').fill(code);
    await page.getByLabel('证件类型').selectOption({ label: '居民身份证' });
    await page.getByLabel('证件号码').fill(who.idNumber);
    await page.getByLabel('报名地').selectOption(LIGHTHOUSE.code);
    await page.getByLabel('我已阅读，并同意所有条款').check();
    await expectAccessible(page, 'linhai-register');
    await pressRegister(page);
  });
  await test.step('The password comes second here, by the rules of the province', async () => {
    await expect(page).toHaveURL(/\/linhai\/password/);
    const before = (await messages(request, who.phone)).length;
    // The gateways allow one message a minute to a phone, and registering took less.
    await expect(async () => {
      await page.getByRole('button', { name: '获取验证码' }).click();
      await expect(page.getByRole('heading', { name: /^验证码已发送至/ })).toBeVisible({ timeout: 4_000 });
    }).toPass({ timeout: 75_000, intervals: [5_000] });
    await page.getByLabel('短信验证码').fill(await readCode(request, who.phone, before));
    await page.getByRole('main').getByRole('button', { name: '下一步', exact: true }).click();
    await page.getByLabel('新密码').fill('kurz1');
    await page.getByLabel('确认密码').fill('kurz1');
    await page.getByRole('main').getByRole('button', { name: '提交', exact: true }).click();
    await expect(page.locator('#error-summary')).toContainText('密码太短');
    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByLabel('确认密码').fill(PASSWORD);
    await page.getByRole('main').getByRole('button', { name: '提交', exact: true }).click();
    await page.getByLabel('手机号码或证件号码').fill(who.phone);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('main').getByRole('button', { name: '登录', exact: true }).first().click();
  });
  await test.step('The notice, then the details typed by hand', async () => {
    await expect(page.getByRole('heading', { name: '注册须知', level: 1 })).toBeVisible();
    await page.getByLabel('我已阅读，并同意所有条款').check();
    await page.getByRole('main').getByRole('button', { name: '下一步', exact: true }).click();
    await page.locator('#name').fill('单雨晴');
    await page.locator('#pinyin').fill('SHAN YU QING');
    await page.locator('#ethnicity').selectOption('01');
    await page.locator('#address').fill('临海省望海市灯塔区海堤路 1 号');
    await page.locator('#household').selectOption('resident');
    await page.locator('#political').selectOption('13');
    await page.locator('#postcode').fill('900100');
    await page.locator('#email').fill('name@example.com');
    await page.locator('#major').selectOption('510201');
    await page.locator('#education').selectOption('30');
    await expectAccessible(page, 'linhai-details');
    await page.getByRole('main').getByRole('button', { name: '下一步', exact: true }).click();
  });
  await test.step('The photograph last, of one inch', async () => {
    await expect(page.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible({ timeout: 20_000 });
    await choosePicture(page, await ordinary(browser));
    const use = page.getByRole('button', { name: '使用这张照片' });
    await expect(use).toBeEnabled({ timeout: 60_000 });
    await use.click();
    await expect(page.getByRole('heading', { name: '核对信息' })).toBeVisible({ timeout: 30_000 });
    const size = await page.locator('main img').first().evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
    expect(size).toEqual([295, 413]);
  });
  await test.step('Handed in without a reminder', async () => {
    await page.getByRole('main').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: '提交', exact: true }).click();
    receipt = await receiptNumber(page);
  });
  await test.step('Approved by its reviewers, and a number of its own make at once', async () => {
    const reviewer = await somebody();
    await signInStaff(reviewer, hire('临海审核', LIGHTHOUSE, 'reviewer', 'linhai'));
    await takeCase(reviewer, receipt);
    await approve(reviewer);
    await page.goto('/linhai/status');
    // Nine, prefecture and county, year and month of the session, five digits of a serial.
    await expect(page.locator('.admission-number data')).toHaveAttribute('value', /^90102\d{2}(04|10)\d{5}$/);
  });
});
