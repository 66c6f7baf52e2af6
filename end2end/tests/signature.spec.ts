// Signing on the screen or with the keyboard, what it leads to, and that anybody can verify it.
import type { BrowserContext, Page } from '@playwright/test';
import { registered, withPhoto } from '../support/applicant';
import { expectAccessible } from '../support/axe';
import { newcomer } from '../support/evidence';
import { receiptNumber } from '../support/journey';
import { county } from '../support/people';
import { lookedAt, overflow } from '../support/screens';
import { messages } from '../support/sms';
import { hire, signInStaff, takeCase } from '../support/staff';
import { expect, hasScripts, test } from '../support/test';

const join = (context: BrowserContext, province: string) => newcomer(context, undefined, county().code, province);

/** A zigzag with the mouse over the middle of the pad, as wide as `share` of it. */
async function draw(page: Page, share: number) {
  const box = (await page.locator('canvas').boundingBox())!;
  const at = (n: number) => [box.x + box.width * (0.1 + (share * n) / 12), box.y + box.height * (n % 2 ? 0.75 : 0.25)] as const;
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let n = 1; n <= 12; n += 1) await page.mouse.move(...at(n), { steps: 4 });
  await page.mouse.up();
}

const consent = (page: Page) => page.getByLabel('我已阅读上述说明，同意处理我的照片，并确认以上信息真实无误');
const save = (page: Page) => page.getByRole('button', { name: '保存', exact: true });

test('a name is written, saved and gives the number at once @wechat', async ({ page, context, request }) => {
  const who = await join(context, 'signed');
  await page.goto('/signed/go-on');
  await expect(page.getByRole('heading', { name: '在线身份验证签名', level: 1 })).toBeVisible();
  await expectAccessible(page);

  // too little, undone, cleared
  await page.locator('canvas').scrollIntoViewIfNeeded();
  await draw(page, 0.02);
  await save(page).click();
  await expect(page.locator('#pad-said')).toHaveText(/签名过短/);
  await page.getByRole('button', { name: '撤销一笔' }).click();
  await expect(page.locator('#pad-said')).toHaveText('签名框已清空。');
  await expect(page.getByRole('button', { name: '清除' })).toBeDisabled();

  await page.locator('canvas').scrollIntoViewIfNeeded();
  await draw(page, 0.8);
  await expect(page.locator('#pad-said')).toHaveText('已记录，可以保存。');
  await page.screenshot({ path: test.info().outputPath('signature.png'), fullPage: true });
  await save(page).click();
  // the consent was not given: what was drawn is still there
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: '撤销一笔' })).toBeEnabled();
  await consent(page).check();
  await save(page).click();

  await expect(page.getByRole('heading', { name: '在线身份确认完成', level: 1 })).toBeVisible();
  const number = (await page.locator('.admission-number').innerText()).replace(/\s/g, '');
  expect(number).toMatch(/^\d{10,}$/);
  await expect(page.getByRole('img', { name: '本人签名' })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('completion.png'), fullPage: true });
  await expect.poll(async () => JSON.stringify(await messages(request, who.phone))).toContain(number);

  await page.getByRole('link', { name: '查验签名' }).click();
  await expect(page.getByRole('heading', { name: '签名有效' })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('verify.png'), fullPage: true });
  await page.goto('/signed/go-on');
  await expect(page, 'it is over').toHaveURL(/\/signed\/completion$/);
});

test('who asks for a person is not approved by the system @nojs', async ({ page, context }) => {
  await join(context, 'signed');
  await page.goto('/signed/signature');
  if (hasScripts()) await page.getByRole('button', { name: '改用键盘输入姓名' }).click();
  await page.getByLabel('本人姓名', { exact: true }).fill('张三');
  await page.getByLabel('我确认以上输入的姓名即为本人签名').check();
  await page.getByLabel('请工作人员审核我的申请').check();
  await save(page).click();
  await expect(page.getByRole('alert'), 'the consent was not given').toBeVisible();
  await expect(page.getByLabel('请工作人员审核我的申请'), 'what was chosen stands').toBeChecked();
  await expectAccessible(page);
  await consent(page).check();
  await save(page).click();
  await expect(page.getByRole('heading', { name: '已提交，等待人工审核', level: 1 })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('按要求由工作人员审核');
  await expect(page.locator('.admission-number')).toHaveCount(0);
  await page.getByRole('button', { name: '大字版' }).click();
  await expect(page.getByRole('button', { name: '标准字号' })).toBeVisible();
  expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
});

test('a name is typed and confirmed instead @nojs', async ({ page, context, somebody }) => {
  await join(context, 'signed');
  await page.goto('/signed/signature');
  if (hasScripts()) await page.getByRole('button', { name: '改用键盘输入姓名' }).click();
  await consent(page).check();
  await page.getByLabel('本人姓名', { exact: true }).fill('张三');
  await save(page).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('本人姓名', { exact: true }), 'nothing typed is lost').toHaveValue('张三');
  await page.getByLabel('我确认以上输入的姓名即为本人签名').check();
  await save(page).click();
  await expect(page.getByRole('heading', { name: '在线身份确认完成', level: 1 })).toBeVisible();
  await expect(page.locator('.signature--typed')).toContainText('张三');

  const address = await page.getByRole('link', { name: '查验签名' }).getAttribute('href');
  const stranger = await somebody();
  await stranger.goto(address!);
  await expect(stranger.getByRole('heading', { name: '签名有效' })).toBeVisible();
  expect(await stranger.locator('main').innerText()).not.toContain('张三');
  await stranger.goto(address!.replace(/.{4}$/, '0000'));
  await expect(stranger.getByRole('heading', { name: '没有这份签名' })).toBeVisible();
});

test('what a machine doubts waits for a reviewer, and says why @desktop', async ({ page, context, complaints, somebody }, info) => {
  complaints.expected.push(/409 \(Conflict\)/);
  // somebody else with the same picture
  await withPhoto(await registered(county()));
  const who = await join(context, 'sealed');
  await page.goto('/sealed/go-on');
  await expect(page, 'more than one step for a phone').toHaveURL(/\/sealed\/confirmation$/);
  await page.goto('/sealed/signature');
  await expect(page.getByText('请先完成以下步骤，再签名：')).toBeVisible();
  await withPhoto({ person: who, http: page.request, province: 'sealed' });
  await page.goto('/sealed/go-on');
  await page.locator('canvas').scrollIntoViewIfNeeded();
  await draw(page, 0.8);
  await consent(page).check();
  await save(page).click();
  await expect(page.getByRole('heading', { name: '已提交，等待人工审核', level: 1 })).toBeVisible();
  await expect(page.getByText('需要与其他登记信息核对')).toBeVisible();
  await page.goto('/sealed/status');
  await expect(page.getByText('需要与其他登记信息核对')).toBeVisible();
  const receipt = await receiptNumber(page);
  await page.goto('/sealed/photo');
  await expect(page.getByText('这一项现在不能修改'), 'what was signed stays').toBeVisible();
  const reviewer = await somebody();
  await signInStaff(reviewer, hire('核对', undefined, 'reviewer', 'sealed'));
  await takeCase(reviewer, receipt);
  await expect(reviewer.getByText('与其他登记信息相近，需要核对')).toBeVisible();
  expect(await reviewer.locator('.case__facts').innerText(), 'words for the candidate').not.toContain('无需等候');
  await lookedAt(reviewer, info, 'case-waits');
});
