// A return of one item, its mending, an approval, the second reviewer's blind check, and the admission number at the end; and a
// decision that is half made when the lease is lost.
import { applied, handIn, lend, withPhoto } from '../support/applicant';
import { expectAccessible } from '../support/axe';
import { county } from '../support/people';
import { shoot } from '../support/screens';
import { approve, hire, row, sendBack, signInStaff, takeCase, verdict } from '../support/staff';
import { expect, test } from '../support/test';

const REASON = '背景不是规定的浅蓝色，请在均匀的浅蓝色背景前重新拍摄。';

test(
  'one item returned, mended, approved, checked by a second reviewer who knows of nothing',
  { tag: '@desktop' },
  async ({ page, somebody, context }, info) => {
    test.setTimeout(120_000);
    const region = county();
    const applicant = await applied(region, undefined, 'twice');
    const { receipt } = applicant;
    const [first, second] = [await somebody(), await somebody()];
    await signInStaff(first, hire('初审', region, 'reviewer', 'twice'));
    await signInStaff(second, hire('复核', region, 'reviewer', 'twice'));

    await test.step('The first reviewer returns the photograph', async () => {
      await takeCase(first, receipt);
      await shoot(first, info, 'console-case-decide');
      await sendBack(first, '证件照', REASON);
      await first.goto('/console?view=returned');
      await expect(row(first, receipt)).toContainText('等待考生修改');
    });
    await test.step('The candidate mends it and hands in again', async () => {
      await lend(applicant, context);
      await page.goto('/twice/status');
      await expect(page.getByText(`原因：${REASON}`)).toBeVisible();
      await withPhoto(applicant);
      expect(await handIn(applicant)).toBe(receipt);
    });
    await test.step('The first reviewer sees what changed, and approves', async () => {
      await takeCase(first, receipt);
      await expect(first.locator('.case__facts').getByText('本轮已修改').first()).toBeVisible();
      await approve(first);
      await expect(row(first, receipt)).toContainText('您已经手');
      await expect(row(first, receipt).getByRole('button')).toHaveCount(0);
    });
    await test.step('The candidate sees a case under review', async () => {
      await page.goto('/twice/status');
      await expect(page.getByRole('heading', { name: '审核通过' })).toHaveCount(0);
      await expect(page.getByRole('heading', { name: '区考办正在审核' })).toBeVisible();
    });
    await test.step('The second reviewer is not told, and approves', async () => {
      await takeCase(second, receipt);
      await expect(second.locator('.past li').filter({ hasText: '通过' })).toHaveCount(0);
      await approve(second);
      await expect(second.getByText(receipt)).toHaveCount(0);
    });
    await test.step('Now the candidate is approved, and has a number', async () => {
      await page.goto('/twice/status');
      await expect(page.getByRole('heading', { name: '准考证号', exact: true })).toBeVisible();
      // year, month, prefecture and county with two digits each, the candidate with four
      await expect(page.locator('.admission-number data')).toHaveAttribute('value', /^\d{12}$/);
      await shoot(page, info, 'status-number-after-second-check');
    });
  },
);

test('a decision that is half made is kept, and a senior assigns', { tag: '@desktop' }, async ({ page, somebody }, info) => {
  const region = county();
  const { receipt } = await applied(region, undefined, 'twice');
  const reviewer = hire('半途', region, 'reviewer', 'twice');
  await signInStaff(page, reviewer);
  await takeCase(page, receipt);
  await test.step('What is chosen is kept by itself', async () => {
    await verdict(page, '证件照').selectOption({ label: REASON });
    await page.getByLabel('给考生的说明：证件照').fill('换一面墙');
    await expect(page.getByText(/^已暂存/)).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('给考生的说明：证件照')).toHaveValue('换一面墙');
    await expectAccessible(page, 'a case half decided');
  });
  await test.step('An approval that contradicts it is refused, and nothing is lost', async () => {
    await verdict(page, '身份证件').selectOption('accept');
    await page.getByRole('button', { name: /^通过/ }).click();
    await expect(page.locator('#error-summary')).toContainText('不能整体通过');
    await expect(page.getByLabel('给考生的说明：证件照')).toHaveValue('换一面墙');
  });
  await page.getByRole('button', { name: /^放回队列/ }).click();

  await test.step('A senior assigns the case to the reviewer, who is told', async () => {
    const senior = await somebody();
    await signInStaff(senior, hire('高级', region, 'senior_reviewer', 'twice'));
    await shoot(senior, info, 'console-queue-senior');
    await expectAccessible(senior, 'the queue of a senior');
    await row(senior, receipt).getByRole('checkbox').check();
    await senior.getByLabel('分派给').selectOption({ label: `半途 · ${region.name}` });
    await senior.getByRole('button', { name: '分派所选' }).click();
    await expect(senior.getByText('已处理 1 份')).toBeVisible();
    await expect(row(senior, receipt)).toContainText('已分派给半途');
    await page.goto('/console?view=mine');
    await expect(row(page, receipt)).toContainText('已分派给我');
    await page.getByText('分派通知').click();
    await expect(page.getByText(`高级把 ${receipt} 分派给了您`)).toBeVisible();
    await page.getByRole('button', { name: '知道了' }).click();
    await expect(page.getByText('分派通知')).toHaveCount(0);
  });
  await test.step('The receipt finds it', async () => {
    await page.locator('.queue__filter summary').click();
    await page.getByLabel('回执号').fill(receipt.toLowerCase());
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    await expect(row(page, receipt)).toBeVisible();
    await page.getByLabel('保存为').fill('这一份');
    await page.getByRole('button', { name: '保存筛选条件' }).click();
    await expect(page.getByRole('link', { name: '这一份' })).toBeVisible();
    await page.getByLabel('回执号').fill('000000-00000-00000');
    await page.getByRole('button', { name: '筛选', exact: true }).click();
    await expect(page.getByText('没有符合筛选条件的申请')).toBeVisible();
  });
});
