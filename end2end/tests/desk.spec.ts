// 现场确认: a candidate books a visit, an officer finds them by the slip, takes the photograph, ticks the checks and confirms.
import { applied, lend, registered, withPhoto } from '../support/applicant';
import { expectAccessible } from '../support/axe';
import { newcomer } from '../support/evidence';
import { county } from '../support/people';
import { compliant } from '../support/pictures';
import { lookedAt } from '../support/screens';
import { hire, signInTo } from '../support/staff';
import { expect, test } from '../support/test';

const CHECKS = ['本人到场', '证件是原件', '同一人', '与证件一致'];

test('offices are listed with days, telephone and map for anybody @nojs', async ({ page }) => {
  await page.goto('/hubei/offices');
  const office = page.locator('.office').filter({ hasText: '神农架林区教育局' });
  await expect(office.getByRole('link', { name: '3335421' })).toHaveAttribute('href', 'tel:07193335421');
  await expect(office.getByRole('link', { name: /查看地图/ })).toBeVisible();
  await expect(page.locator('.office')).toHaveCount(30);
  await expectAccessible(page);
});

test('a visit is booked, and the officer confirms by its slip @nojs', async ({ page, context, somebody }, info) => {
  const place = county();
  const applicant = await applied(place);
  await lend(applicant, context);
  await page.goto('/short/offices');
  const own = page.locator('.office').filter({ has: page.getByRole('link', { name: '预约时间' }) });
  await own.first().getByRole('link', { name: '预约时间' }).click();
  await page.getByRole('navigation', { name: '日期' }).getByRole('link').nth(3).click();
  await page.getByRole('radio').nth(2).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: '确认预约' }).click();
  await expect(page.getByRole('heading', { name: '已预约' })).toBeVisible();
  await page.getByRole('link', { name: '打印预约单' }).click();
  const code = (await page.locator('.receipt').innerText()).match(/YY-[0-9A-Z]{5}-[0-9A-Z]{5}/)![0];
  await expectAccessible(page);
  await page.goto('/short/status');
  await expect(page.getByRole('main')).toContainText('已预约');

  const desk = await somebody({ javaScriptEnabled: test.info().project.use.javaScriptEnabled });
  await signInTo(desk, hire('王现场', place, 'desk_officer'), '/console/desk', '现场确认');
  await desk.locator('#find').fill('YY-00000-00000');
  await desk.getByRole('button', { name: '查找' }).click();
  await expect(desk.getByRole('alert')).toContainText('没有找到');
  await expect(desk.locator('#find')).toHaveValue('YY-00000-00000');
  await expectAccessible(desk);
  await desk.locator('#find').fill(code.toLowerCase());
  await desk.getByRole('button', { name: '查找' }).click();
  await expect(desk.getByRole('main')).toContainText(applicant.receipt);
  // its picture shows a photograph of the shared folder: it stays out of docs/console.md
  await lookedAt(desk, info, 'desk-case');

  for (const check of CHECKS) await desk.getByRole('checkbox', { name: check }).check();
  await desk.getByLabel(/备注/).fill('证件已换新');
  // Enter does not decide: nothing is confirmed yet
  await desk.getByLabel(/备注/).press('Enter');
  await desk.getByRole('checkbox', { name: CHECKS[3] }).uncheck();
  await desk.getByRole('button', { name: /确认通过/ }).click();
  await expect(desk.getByRole('alert')).toContainText('全部勾选');
  await expect(desk.getByRole('checkbox', { name: CHECKS[0] })).toBeChecked();
  await expect(desk.getByLabel(/备注/)).toHaveValue('证件已换新');
  await expectAccessible(desk);
  await desk.getByRole('checkbox', { name: CHECKS[3] }).check();
  await desk.getByRole('button', { name: /确认通过/ }).click();
  await expect(desk.getByRole('heading', { name: '已确认' })).toBeVisible();
  await desk.getByRole('link', { name: '打印确认单' }).click();
  await expect(desk.getByRole('main')).toContainText('王现场');
  await lookedAt(desk, info, 'desk-slip');

  await page.goto('/short/status');
  await expect(page.getByRole('heading', { name: '现场确认通过' })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('证件已换新');
});

test('the photograph is taken at the desk by the same engine @nojs-only', async ({ page }) => {
  const place = county();
  const applicant = await registered(place);
  await signInTo(page, hire('李现场', place, 'desk_officer'), '/console/desk', '现场确认');
  await page.locator('#find').fill(applicant.person.idNumber);
  await page.getByRole('button', { name: '查找' }).click();
  for (const check of CHECKS) await page.getByRole('checkbox', { name: check }).check();
  await page.getByRole('button', { name: /确认通过/ }).click();
  await expect(page.getByRole('alert')).toContainText('请先采集照片');
  await page.getByRole('link', { name: '现场采集照片' }).click();
  await page.getByLabel('选择照片文件').setInputFiles(compliant());
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.locator('.desk-case__picture')).toBeVisible();
  for (const check of CHECKS) await page.getByRole('checkbox', { name: check }).check();
  await page.getByRole('button', { name: /确认通过/ }).click();
  await expect(page.getByRole('heading', { name: '已确认' })).toBeVisible();
});

test('the camera of the photo step opens at the desk @desktop', async ({ page }, info) => {
  const place = county();
  const applicant = await applied(place);
  await signInTo(page, hire('赵现场', place, 'desk_officer'), '/console/desk', '现场确认');
  await page.locator('#find').fill(applicant.receipt);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '现场采集照片' }).click();
  await expect(page.locator('#photo-step-live')).not.toBeEmpty();
  await lookedAt(page, info, 'desk-photo');
});

test('another place finds nobody @desktop', async ({ page }) => {
  const far = { code: '430600', name: '岳阳市' };
  const applicant = await applied(county(far));
  await signInTo(page, hire('钱现场', far, 'desk_officer'), '/console/desk', '现场确认');
  await page.locator('#find').fill(applicant.person.idNumber);
  await page.getByRole('button', { name: '查找' }).click();
  await expect(page.getByRole('alert')).toContainText('没有找到，或不属于本辖区');
  expect(page.url()).not.toContain(applicant.person.idNumber);
});

test('the desk says what a confirmed registration still waits for @desktop', async ({ page, context, somebody }, info) => {
  const place = county();
  // somebody else with the same picture
  await withPhoto(await registered(county()));
  const who = await newcomer(context, undefined, place.code, 'sealed');
  await withPhoto({ person: who, http: page.request, province: 'sealed' });
  await page.goto('/sealed/signature');
  await page.getByRole('button', { name: '改用键盘输入姓名' }).click();
  await page.getByLabel('本人姓名', { exact: true }).fill('张三');
  await page.getByLabel('我确认以上输入的姓名即为本人签名').check();
  await page.getByLabel('请工作人员审核我的申请').check();
  await page.getByLabel('我已阅读上述说明，同意处理我的照片，并确认以上信息真实无误').check();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.getByRole('heading', { name: '已提交，等待人工审核', level: 1 })).toBeVisible();

  const desk = await somebody();
  await signInTo(desk, hire('孙现场', place, 'desk_officer', 'sealed'), '/console/desk', '现场确认');
  await expect(desk.locator('#find'), 'a scanner types at once').toBeFocused();
  await desk.keyboard.type(who.idNumber);
  await desk.keyboard.press('Enter');
  for (const check of CHECKS) await desk.getByRole('checkbox', { name: check }).check();
  await desk.getByRole('button', { name: /确认通过/ }).click();
  await expect(desk.getByRole('heading', { name: '已确认' })).toBeVisible();
  const left = desk.locator('.notice').filter({ has: desk.getByRole('heading', { name: '注册尚未完成' }) });
  await expect(left.getByRole('listitem')).toHaveText(['与其他登记信息相近，需要核对', '考生要求由工作人员审核']);
  await lookedAt(desk, info, 'desk-waits');
});
