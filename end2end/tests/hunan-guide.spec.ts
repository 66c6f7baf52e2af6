// The guide of Hunan, paragraph by paragraph: somebody on a PC and on a phone at once, and the reviewer who decides. The steps
// bear the guide's sentences. Once with scripts, once with JavaScript off on the PC.
import { expectAccessible } from '../support/axe';
import { expectSmall } from '../support/budget';
import { agree, emblem, giveSide, portrait, said } from '../support/evidence';
import { askForCode, pressRegister, receiptNumber, type Picture } from '../support/journey';
import { county, person } from '../support/people';
import { ordinary } from '../support/pictures';
import { readSymbol } from '../support/qr';
import { overflow, shoot } from '../support/screens';
import { readCode, messages } from '../support/sms';
import { approve, hire, signInStaff, takeCase } from '../support/staff';
import { expect, hasScripts, test } from '../support/test';
import type { Page, TestInfo } from '@playwright/test';

const PASSWORD = 'Xiang7jiang.';
const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** A page as it should be: fits its width and its bytes, no violations, and a picture of it for people. */
async function fine(page: Page, info: TestInfo, name: string) {
  expect(await overflow(page), `${name} sticks out sideways`).toBeLessThanOrEqual(0);
  await expectSmall(page, name);
  await expectAccessible(page, name);
  await shoot(page, info, `guide-${name}`);
}

async function side(phone: Page, name: 'portrait' | 'emblem', picture: Picture) {
  await giveSide(phone, name, picture);
  await expect(phone.locator(`#side-${name} .tag--good`)).toHaveText('已上传', { timeout: 45_000 });
}

const proof = (name: string): Picture => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`) });

async function press(page: Page, name: string) {
  await page.getByRole('main').getByRole('button', { name, exact: true }).click();
}

async function next(page: Page, name: string) {
  await page.getByRole('main').getByRole('link', { name, exact: true }).click();
}

/** With scripts 提交 is out of use until the seconds are over; without them the server answers who is too early. */
async function expectCountdown(page: Page) {
  if (!hasScripts()) {
    await press(page, '提交');
    await expect(page.locator('#error-summary'), 'the countdown is the server’s').toBeVisible();
    return;
  }
  const button = page.getByRole('main').getByRole('button', { name: /^提交（\d+ 秒）$/ });
  await expect(button).toBeDisabled();
  const before = page.url();
  await button.click({ force: true });
  await button.press('Enter');
  expect(page.url()).toBe(before);
  await expect(page.getByRole('status').filter({ hasText: '现在可以提交了' })).toBeVisible({ timeout: 30_000 });
}

test('the guide of Hunan, paragraph by paragraph', { tag: ['@desktop', '@nojs'] }, async ({ page, request, browser, somebody }, info) => {
  test.setTimeout(240_000);
  const [who, region] = [person(), county()];
  const { sex, born } = said(who.idNumber);
  const phone = await somebody(PHONE);
  let receipt = '';

  await test.step('打开浏览器，进入门户首页界面，点击右上角的“新生入籍”按钮', async () => {
    await page.goto('/hunan/');
    await fine(page, info, '01-home');
    await page.getByRole('banner').getByRole('link', { name: '新生入籍' }).click();
  });

  await test.step('输入手机号码，点击“获取验证码”按钮，输入验证码，选择证件类型输入证件号码，点击“注册”按钮', async () => {
    const code = await askForCode(page, request, who.phone);
    await page.getByLabel('短信验证码').fill(code);
    await page.getByLabel('证件类型').selectOption({ label: '居民身份证' });
    await page.getByLabel('证件号码').fill('340102199503021234');
    await page.getByLabel('入籍地区').selectOption(region.code);
    await page.getByLabel('我已阅读，并同意所有条款').check();
    await pressRegister(page);
    await expect(page.locator('#error-summary'), 'the number printed in the guide is not valid').toBeVisible();
    await expect(page.getByLabel('证件号码')).toHaveValue('340102199503021234');
    await page.getByLabel('证件号码').fill(who.idNumber);
    await fine(page, info, '02-register');
    await pressRegister(page);
  });

  await test.step('打开手机微信，扫描二维码', async () => {
    await expect(page).toHaveURL(/\/hunan\/handoff/);
    await fine(page, info, '03-handoff');
    await phone.goto(await readSymbol(page));
    await fine(phone, info, '04-phone-landing');
    await press(phone, '在这台手机上继续');
    await expect(phone).toHaveURL(/\/hunan\/card/);
    if (hasScripts()) await expect(page.locator('.timeline').getByText('手机已打开')).toBeVisible({ timeout: 15_000 });
  });

  await test.step('分别点击头像面、国徽面，选“拍摄”或“从相册选择”上传身份证照片', async () => {
    await agree(phone);
    await side(phone, 'portrait', await portrait(browser));
    await side(phone, 'emblem', await emblem(browser));
    await fine(phone, info, '05-card');
  });

  await test.step('照片上传后，点击下方的“上传完成请核对信息”按钮，确认无误，下一步', async () => {
    await next(phone, '上传完成请核对信息');
    await phone.getByLabel('姓名').fill('单雨晴');
    await phone.getByLabel('性别').selectOption(sex === '男' ? '1' : '2');
    await phone.getByLabel('民族').selectOption('01');
    await phone.getByLabel('出生日期').fill(born);
    await phone.getByLabel('住址').fill('湖南省长沙市芙蓉区解放路 1 号');
    await phone.getByLabel('有效期限：起').fill('20180301');
    await phone.getByLabel('有效期限：止').fill('长期');
    await fine(phone, info, '06-confirm');
    await press(phone, '确认无误，下一步');
  });

  await test.step('认证照片“点击上传”个人寸照', async () => {
    await expect(phone.getByRole('heading', { name: '证件照', level: 1 })).toBeVisible();
    await phone.locator('#photo-album, #photo-other').setInputFiles(await ordinary(browser));
    const use = phone.getByRole('button', { name: '使用这张照片' });
    await expect(use).toBeEnabled({ timeout: 60_000 });
    await use.click();
  });

  await test.step('弹出人脸识别验证窗口，人脸实人核验', async () => {
    await expect(phone.getByRole('heading', { name: '人脸识别验证', level: 1 })).toBeVisible({ timeout: 20_000 });
    await agree(phone);
    await press(phone, '开始拍摄');
    await phone.getByRole('button', { name: '使用', exact: true }).click({ timeout: 30_000 });
    await expect(phone.getByRole('heading', { name: '已转人工审核' })).toBeVisible({ timeout: 30_000 });
    await fine(phone, info, '07-face');
    await next(phone, '下一步');
    await fine(phone, info, '08-phone-done');
  });

  await test.step('此时考生 PC 端：点击“获取验证码”按钮，手机收到验证码后，输入验证码，点“下一步”按钮', async () => {
    if (!hasScripts()) await page.goto('/hunan/go-on');
    await expect(page).toHaveURL(/\/hunan\/password/, { timeout: 20_000 });
    const before = (await messages(request, who.phone)).length;
    // The gateways allow one message a minute to a phone, and registering took less.
    await expect(async () => {
      await page.getByRole('button', { name: '获取验证码' }).click();
      await expect(page.getByRole('heading', { name: /^验证码已发送至/ })).toBeVisible({ timeout: 4_000 });
    }).toPass({ timeout: 75_000, intervals: [5_000] });
    await page.getByLabel('短信验证码').fill(await readCode(request, who.phone, before));
    await fine(page, info, '09-code');
    await press(page, '下一步');
  });

  await test.step('修改密码：新密码、确认密码，点击“提交”按钮', async () => {
    await page.getByLabel('新密码').fill('abc');
    await page.getByLabel('确认密码').fill('abc');
    await press(page, '提交');
    await expect(page.locator('#error-summary')).toContainText('密码太短');
    await expect(page.locator('#error-summary')).toContainText('特殊符号');
    await page.getByLabel('新密码').fill(PASSWORD);
    await page.getByLabel('确认密码').fill(PASSWORD);
    await fine(page, info, '10-password');
    await press(page, '提交');
  });

  await test.step('返回登录界面，用新密码重新登录系统', async () => {
    await expect(page.getByRole('heading', { name: '密码设置成功' })).toBeVisible();
    await page.getByLabel('手机号码或证件号码').fill(who.phone);
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await fine(page, info, '11-sign-in');
    await page.getByRole('main').getByRole('button', { name: '登录', exact: true }).first().click();
  });

  await test.step('考生认真阅读完《新生入籍须知》后，勾选“我已阅读，并同意所有条款”', async () => {
    await expect(page.getByRole('heading', { name: '新生入籍须知', level: 1 })).toBeVisible();
    await page.getByLabel('我已阅读，并同意所有条款').check();
    await fine(page, info, '12-notice');
    await press(page, '下一步');
  });

  await test.step('基本信息中选择户口类型、政治面貌；入籍信息中，选择入籍地区、入籍专业', async () => {
    await expect(page.getByText('单雨晴')).toBeVisible();
    await page.locator('#household').selectOption('resident');
    await page.locator('#political').selectOption('13');
    await page.locator('#postcode').fill('410000');
    await page.locator('#email').fill('name@example.com');
    await page.locator('#major').selectOption('101101');
    await page.locator('#education').selectOption('30');
    if (!hasScripts()) await press(page, '确定专业');
    await expect(page.locator('#pinyin')).toHaveValue(/^SHAN /);
    await fine(page, info, '13-details');
    await press(page, '下一步');
  });

  await test.step('入籍专业层次为本科专业，请考生进行学信网校验；未通过的，点击【学信网校验失败】按钮', async () => {
    await expect(page.getByRole('heading', { name: '学信网校验', level: 1 })).toBeVisible();
    await page.getByLabel('我已阅读，并同意向学信网核对我的学籍学历信息').check();
    await press(page, '开始学信网校验');
    await expect(page.locator('.codes svg')).toHaveCount(2);
    await fine(page, info, '14-chsi');
    await press(page, '学信网校验失败');
  });

  await test.step('考生所选专业为限制性专业，则还需要根据提示条件上传对应证明材料', async () => {
    await expect(page).toHaveURL(/\/hunan\/attachments$/);
    await expect(page.getByText('限具有国家承认学历的（社区）护理学、中医护理、临床医学、中医学专业专科及专科以上毕业生且已经获得相应执业资格者报考。').first()).toBeVisible();
    const missing = page.locator('section.proof').filter({ hasText: '未上传' });
    const files = ['diploma.pdf', 'nursing.pdf', 'licence.pdf'];
    await expect(missing).toHaveCount(files.length);
    for (const [at, name] of files.entries()) {
      await missing.first().locator('input[type=file]').setInputFiles(proof(name));
      await missing.first().getByRole('button', { name: '上传', exact: true }).click();
      await expect(missing).toHaveCount(files.length - at - 1);
    }
    await expect(page.getByRole('heading', { name: '必需的材料已齐' })).toBeVisible();
    await fine(page, info, '15-attachments');
    await next(page, '下一步');
  });

  await test.step('点击“提交”按钮，弹出温馨提示窗口，读秒完成后点击弹窗“提交”按钮', async () => {
    await expect(page.getByRole('heading', { name: '核对信息', level: 1 })).toBeVisible();
    await page.getByLabel('我已阅读上述说明，同意为办理入籍处理我的照片').check();
    await fine(page, info, '16-check');
    await press(page, '提交');
    await expect(page.getByRole('heading', { name: '温馨提示', level: 1 })).toBeVisible();
    // before anything that takes time: the seconds run
    await expectCountdown(page);
    await fine(page, info, '17-reminder');
    await expect(async () => {
      await press(page, '提交');
      await expect(page.getByRole('heading', { name: '已提交，等待区考办审核' })).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 40_000 });
    receipt = await receiptNumber(page);
  });

  await test.step('点击左侧“我的考籍信息”菜单，可以查询入籍申请审核进度和结果；未审核前，可以点击“修改”按钮', async () => {
    await page.goto('/hunan/status');
    await fine(page, info, '18-status');
    await page.getByRole('main').getByRole('link', { name: '修改', exact: true }).first().click();
    await expect(page.getByRole('heading', { name: '修改考籍信息', level: 1 })).toBeVisible();
    await fine(page, info, '19-amend');
  });

  await test.step('The receipt is printed and verified by anybody', async () => {
    await page.goto('/hunan/receipt');
    await expect(page.locator('.receipt')).toContainText('单雨晴');
    await expect(page.locator('.receipt')).toContainText('101101');
    await fine(page, info, '20-receipt');
    const stranger = await somebody();
    await stranger.goto(`/verify/${receipt}`);
    await expect(stranger.getByRole('heading', { name: '回执真实' })).toBeVisible();
    await expect(stranger.getByText('单雨晴')).toHaveCount(0);
    await fine(stranger, info, '21-verify');
  });

  await test.step('入籍审核通过', async () => {
    const desk = await somebody();
    await signInStaff(desk, hire('审核员', region, 'reviewer', 'hunan'));
    await takeCase(desk, receipt);
    await shoot(desk, info, 'guide-22-case');
    await approve(desk);
    await page.goto('/hunan/status');
    await expect(page.getByRole('heading', { name: '审核通过' })).toBeVisible();
    await expect(page.getByText(/准考证号在审核时间截止/)).toBeVisible();
    await fine(page, info, '23-approved');
  });
});
