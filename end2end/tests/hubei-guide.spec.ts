// The guide of Hubei, paragraph by paragraph: registering on a PC, confirming who one is on the phone within WeChat, the number at
// once; then its failing branches, with the reviewers and the desk of the examination office. The steps bear the guide's sentences.
import { request as requests } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { expectSmall } from '../support/budget';
import { agreeToFace, askForDigits, giveCard, givePhoto, next, record, sign } from '../support/confirmation';
import { WECHAT } from '../support/devices';
import { agree, newcomer } from '../support/evidence';
import { answerQuestions, bothCodes, candidate, choosePassword, fill, fillDetails, join, press, signInWith, type Candidate } from '../support/joining';
import type { OwnServer } from '../support/own-server';
import { readSymbol } from '../support/qr';
import { overflow, shoot } from '../support/screens';
import { messages } from '../support/sms';
import { approve, hire, sendBack, signInStaff, signInTo, takeCase } from '../support/staff';
import { expect, test, type Vendor } from '../support/vendor';
import { receiptNumber } from '../support/journey';
import type { Browser, Page, TestInfo } from '@playwright/test';

const NAME = '曾雨';
const ADDRESS = '湖北省武汉市江岸区黄石路34号';

/** A page as it should be: fits its width and its bytes, no violations, and a picture of it for people. */
async function fine(page: Page, info: TestInfo, name: string) {
  await expect(page.locator('body'), 'what Hunan calls it').not.toContainText('入籍');
  expect(await overflow(page), `${name} sticks out sideways`).toBeLessThanOrEqual(0);
  await expectSmall(page, name);
  await expectAccessible(page, name);
  await shoot(page, info, `hubei-${name}`);
}

const http = (own: OwnServer) => requests.newContext({ baseURL: own.url });

function holds(vendor: Vendor, who: Candidate) {
  vendor.holder = { name: NAME, idNumber: who.idNumber, address: ADDRESS };
}

/** From 在线身份确认 to the step of the video. */
async function throughCard(phone: Page, browser: Browser) {
  await phone.goto('/hubei/card');
  await agree(phone);
  await giveCard(phone, browser);
  await press(phone, '确认无误，下一步');
  await agreeToFace(phone);
}

async function number(page: Page): Promise<string> {
  return (await page.locator('.admission-number data').getAttribute('value'))!;
}

test('the guide of Hubei, paragraph by paragraph', { tag: '@desktop' }, async ({ own, vendor, browser, somebody, complaints }, info) => {
  test.setTimeout(300_000);
  complaints.expected.push(/401 \(Unauthorized\).*\/hubei\/status$/);
  const who = candidate();
  holds(vendor, who);
  const inbox = await http(own);
  const page = await somebody({ baseURL: own.url });
  const phone = await somebody({ ...WECHAT, baseURL: own.url });
  let digits = '';

  await test.step('首次报考的新生须登录考生服务平台，在注册页面选择“马上注册”', async () => {
    await page.goto('/hubei/');
    await fine(page, info, '01-home');
    await page.getByRole('main').getByRole('link', { name: '马上注册' }).click();
  });

  await test.step('以本人有效且常用的电子邮箱和手机号码进行注册，并选择考区（考区一旦确认，不得自行更改）', async () => {
    const codes = await bothCodes(page, inbox, who);
    await fill(page, who, codes);
    await fine(page, info, '02-register');
    await press(page, '注册');
  });

  await test.step('电子邮箱和手机号码均可用作登录名，请牢记密码', async () => {
    await choosePassword(page);
    await fine(page, info, '03-password');
    await press(page, '提交');
    await signInWith(page, who.email);
  });

  await test.step('可通过绑定的手机号或安全问题重置密码', async () => {
    await expect(page.getByRole('heading', { name: '安全问题', level: 1 })).toBeVisible();
    await answerQuestions(page);
    await fine(page, info, '04-questions');
    await press(page, '保存');
  });

  await test.step('根据提示按要求完整、准确填写个人资料、报考专业等相关信息', async () => {
    await expect(page.getByText('考区已确认，不得自行更改')).toBeVisible();
    await fillDetails(page, NAME, '050201');
    await page.locator('#school').fill('武汉职业技术大学');
    await page.locator('#certificate').fill('108341202306001231');
    await fine(page, info, '05-details');
    await press(page, '下一步');
  });

  await test.step('考生服务平台将与学信网联网，自动核验相关考生的前置学历信息', async () => {
    await expect(page.getByLabel('我已阅读，并同意向学信网核对我的学籍学历信息')).toBeVisible();
    await page.getByLabel('我已阅读，并同意向学信网核对我的学籍学历信息').check();
    await press(page, '同意并核验');
    await expect(page.getByRole('heading', { name: '学信网核验通过' })).toBeVisible({ timeout: 20_000 });
    await fine(page, info, '06-education');
  });

  await test.step('信息录入成功后，注册状态为预注册，还需完成身份确认完成注册', async () => {
    await page.goto('/hubei/status');
    await expect(page.locator('.registration-stage')).toContainText('预注册');
    await fine(page, info, '07-preliminary');
  });

  await test.step('微信扫描手机网页版二维码；用本人在考生服务平台注册的账号进行登录', async () => {
    await page.goto('/hubei/');
    const address = await readSymbol(page);
    expect(address).toBe(`${own.url}/hubei/confirmation`);
    await phone.goto(address);
    await fine(phone, info, '08-phone');
    await next(phone, '登录');
    await signInWith(phone, who.phone);
  });

  await test.step('登录后进入在线身份验证页；点击开始验证，提示请准备本人蓝底登记照片和二代身份证；点击确定', async () => {
    await expect(phone).toHaveURL(/\/hubei\/confirmation/);
    await fine(phone, info, '09-confirmation');
    await phone.goto('/hubei/account');
    await next(phone, '在线身份确认');
    await next(phone, '开始验证');
    await expect(phone.getByRole('heading', { name: '请准备本人蓝底登记照片和二代身份证' })).toBeVisible();
    await fine(phone, info, '10-ready');
    await next(phone, '确定');
  });

  await test.step('拍摄身份证人像面，上传后系统自动获取身份证头像、姓名、身份证号', async () => {
    await agree(phone);
    await fine(phone, info, '11-card');
    await giveCard(phone, browser);
    await expect(phone.getByLabel('姓名')).toHaveValue(NAME);
    await expect(phone.getByLabel('有效期限：止')).toHaveValue(/2038/);
    await fine(phone, info, '12-read');
    await press(phone, '确认无误，下一步');
  });

  await test.step('记住需要朗读的数字，点击开始录制视频使用前置摄像头，用普通话录制一段3—5秒的视频并上传', async () => {
    await agreeToFace(phone);
    await fine(phone, info, '13-video');
    digits = await askForDigits(phone);
    await fine(phone, info, '14-digits');
    vendor.faces = [{ verdict: 'pass' }];
    await record(phone);
  });

  await test.step('如果验证成功，验证结果会显示成功，并出现上传照片按钮', async () => {
    await expect(phone.getByRole('heading', { name: '人脸实人核验通过' })).toBeVisible({ timeout: 30_000 });
    const { question } = vendor.asked.find(({ path }) => path === '/face')!;
    expect(question.expected?.digits?.join(''), 'what was shown is what is listened for').toBe(digits);
    await fine(phone, info, '15-success');
    await next(phone, '下一步');
  });

  await test.step('最后上传电子证件照（免冠蓝底，151像素×201像素），系统自动与身份证比对', async () => {
    await givePhoto(phone, browser);
    await expect(phone.getByRole('heading', { name: '在线身份验证签名', level: 1 })).toBeVisible({ timeout: 30_000 });
    expect(vendor.asked.at(-1)!.path, 'it was compared').toBe('/compare');
  });

  await test.step('手写签名；点击保存提示签名成功', async () => {
    await fine(phone, info, '16-signature');
    await sign(phone);
    await press(phone, '保存');
  });

  await test.step('注册完成将生成准考证号，展示身份证相片、准考证相片等信息', async () => {
    await expect(phone.getByRole('heading', { name: '在线身份确认完成', level: 1 })).toBeVisible({ timeout: 20_000 });
    const given = await number(phone);
    expect(given).toMatch(/^\d{10,}$/);
    await expect(phone.getByRole('img', { name: '身份证相片' })).toBeVisible();
    const photo = phone.locator('img.completion__picture');
    expect(await photo.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([151, 201]);
    await expect.poll(async () => (await messages(inbox, who.phone)).at(-1)?.text).toContain(given);
    await expectAccessible(phone, 'completion');
    await page.goto('/hubei/status');
    await expect(page.locator('.registration-stage')).toContainText('注册完成');
    expect(await number(page)).toBe(given);
  });

  await test.step('Hunan is served by the same process at the same time', async () => {
    const neighbour = await somebody({ baseURL: own.url });
    await newcomer(neighbour.context(), own.url);
    await neighbour.goto('/hunan/go-on');
    await expect(neighbour).toHaveURL(/\/hunan\/handoff/);
    await expect(neighbour.getByRole('banner')).toContainText('湖南');
    await page.reload();
    await expect(page.getByRole('banner')).toContainText('湖北');
    const stranger = await neighbour.goto('/hubei/status');
    expect(stranger!.status(), 'who registered in one province is nobody in the other').toBe(401);
  });
});

test('three failed videos, a photograph of somebody else, a card that is refused', { tag: '@desktop' }, async ({ own, vendor, browser, somebody, complaints }, info) => {
  test.setTimeout(300_000);
  complaints.expected.push(/401/);
  const who = candidate();
  holds(vendor, who);
  const inbox = await http(own);
  const phone = await somebody({ ...WECHAT, baseURL: own.url });
  let receipt = '';
  await join(phone, inbox, who, NAME);
  await throughCard(phone, browser);

  await test.step('如果验证失败，验证结果会显示失败，此时可退出重新上传身份证及视频，最多验证三次', async () => {
    vendor.faces = [{ verdict: 'fail', reasons: ['other_digits'] }, { verdict: 'fail', reasons: ['silent'] }, { verdict: 'fail', reasons: ['not_live'] }];
    for (const left of [2, 1, 0]) {
      await askForDigits(phone);
      await record(phone);
      await expect(phone.getByRole('heading', { name: '人脸核验没有通过' })).toBeVisible({ timeout: 30_000 });
      await expect(phone.getByRole('status').first()).toContainText(left > 0 ? `还可以再试 ${left} 次` : '机会已用完');
      await fine(phone, info, `20-failed-${3 - left}`);
    }
    await expect(phone.getByRole('button', { name: '获取四位数字' })).toHaveCount(0);
    expect(vendor.asked.filter(({ path }) => path === '/face')).toHaveLength(3);
  });

  await test.step('也可直接点击上传身份证照片按钮，待区考办人工审核', async () => {
    await press(phone, '转人工审核');
    await expect(phone.getByRole('heading', { name: '已转人工审核' })).toBeVisible();
    await fine(phone, info, '21-manual');
    await next(phone, '下一步');
  });

  await test.step('如果照片不符合要求或者不是本人，会提示上传失败；点击确认按钮，待区考办人工审核', async () => {
    vendor.photographs = ['different'];
    await givePhoto(phone, browser);
    await expect(phone.getByRole('heading', { name: '照片不是本人或不合要求' })).toBeVisible({ timeout: 30_000 });
    await expectAccessible(phone, 'another person');
    await press(phone, '转人工审核');
    await phone.goto('/hubei/go-on');
  });

  await test.step('手写签名，等待人工审核', async () => {
    await sign(phone);
    await press(phone, '保存');
    await expect(phone.getByRole('heading', { name: '已提交，等待人工审核', level: 1 })).toBeVisible({ timeout: 20_000 });
    await expect(phone.getByText('人脸验证需要人工核对')).toBeVisible();
    await expect(phone.getByText('证件照需要人工核对')).toBeVisible();
    await expect(phone.getByText('身份证上的信息需要人工核对')).toHaveCount(0);
    await phone.goto('/hubei/status');
    receipt = await receiptNumber(phone);
  });

  const desk = await somebody({ baseURL: own.url });
  await test.step('审核驳回需重新上传', async () => {
    await signInStaff(desk, hire('审核员', who.region, 'reviewer', 'hubei', undefined, own.settings));
    await takeCase(desk, receipt);
    await shoot(desk, info, 'hubei-22-case');
    await sendBack(desk, '身份证件照片（正反面）', '身份证件照片模糊、反光或不完整，看不清楚，请重新拍摄。');
    await phone.goto('/hubei/status');
    await expect(phone.getByRole('heading', { name: '需要修改后重新提交' })).toBeVisible();
    await expect(phone.getByText('身份证件照片模糊、反光或不完整，看不清楚，请重新拍摄。')).toBeVisible();
    await fine(phone, info, '23-returned');
    await phone.goto('/hubei/card');
    await giveCard(phone, browser);
    await press(phone, '确认无误，下一步');
    await phone.goto('/hubei/go-on');
    await sign(phone);
    await press(phone, '保存');
    await expect(phone.getByText('退回后重新提交的内容需要再次审核')).toBeVisible({ timeout: 20_000 });
  });

  await test.step('审核通过则注册完成', async () => {
    await takeCase(desk, receipt);
    await approve(desk);
    await phone.goto('/hubei/completion');
    await expect(phone.getByRole('heading', { name: '在线身份确认完成', level: 1 })).toBeVisible();
    const given = await number(phone);
    await expect.poll(async () => (await messages(inbox, who.phone)).at(-1)?.text).toContain(given);
  });
});

test('on-site confirmation instead of the online one', { tag: '@desktop' }, async ({ own, browser, somebody }, info) => {
  test.setTimeout(240_000);
  const who = candidate();
  const inbox = await http(own);
  const phone = await somebody({ ...WECHAT, baseURL: own.url });
  const desk = await somebody({ baseURL: own.url });
  await join(phone, inbox, who, NAME);

  await test.step('查询不到身份信息的，再进行现场确认', async () => {
    await phone.goto('/hubei/face');
    await press(phone, '现场办理');
    await expect(phone.getByRole('heading', { name: '已选择现场办理' })).toBeVisible();
    await fine(phone, info, '30-office');
    await phone.goto('/hubei/photo');
    await givePhoto(phone, browser);
    await expect(phone, 'the card is still open for who has it').toHaveURL(/\/hubei\/card/, { timeout: 30_000 });
  });

  await test.step('根据各报考所在地教育考试机构公布的时间和地点及时完成身份确认', async () => {
    await signInTo(desk, hire('王现场', who.region, 'desk_officer', 'hubei', undefined, own.settings), '/console/desk', '现场确认');
    await desk.locator('#find').fill(who.idNumber);
    await desk.getByRole('button', { name: '查找' }).click();
    await expect(desk.getByRole('button', { name: /确认通过/ })).toBeVisible();
    for (const box of await desk.getByRole('checkbox').all()) await box.check();
    await shoot(desk, info, 'hubei-31-desk');
    await desk.getByRole('button', { name: /确认通过/ }).click();
    await expect(desk.getByRole('heading', { name: '已确认' })).toBeVisible();
    await expect(desk.getByText('考生完成其余步骤并签名后，注册即完成')).toBeVisible();
  });

  await test.step('签名确认，注册完成将生成准考证号', async () => {
    await phone.goto('/hubei/go-on');
    await sign(phone);
    await press(phone, '保存');
    await expect(phone.getByRole('heading', { name: '现场身份确认完成', level: 1 })).toBeVisible({ timeout: 20_000 });
    const given = await number(phone);
    expect(given, 'nobody decides again about what the office confirmed').toMatch(/^\d{10,}$/);
    await expect.poll(async () => (await messages(inbox, who.phone)).at(-1)?.text).toContain(given);
    await desk.reload();
    await expect(desk.getByText(`准考证号：${given}`)).toBeVisible();
  });
});
