// 助学单位: an operator sends a list, sees row by row what it comes to, and downloads the result.
import { readFileSync } from 'node:fs';
import { registered } from '../support/applicant';
import { expectAccessible } from '../support/axe';
import { county } from '../support/people';
import { lookedAt } from '../support/screens';
import { hire, signInTo } from '../support/staff';
import { expect, test } from '../support/test';

const file = (text: string) => ({ name: 'class.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('a list is previewed row by row and its result is safe to open @nojs', async ({ page }, info) => {
  const applicant = await registered(county());
  const operator = hire('孙助学', { code: '430100', name: '长沙市' }, 'institution_operator', 'short', 'xiangjiang');
  await signInTo(page, operator, '/console/classes', '助学班确认');
  await expectAccessible(page);
  await page.getByLabel('名单文件').setInputFiles(file('甲,乙\n1,2\n'));
  await page.getByRole('button', { name: '上传并预览' }).click();
  await expect(page.getByRole('alert')).toContainText('名单无法识别');
  await page.getByLabel('名单文件').setInputFiles(file(''));
  await page.getByRole('button', { name: '上传并预览' }).click();
  await expect(page.getByRole('alert').getByRole('link'), 'no photograph').toHaveText('这个文件是空的，请换一个');
  const rows = [`${applicant.person.idNumber},张三,一班`, '12345,李四,一班', `${applicant.person.idNumber},王五,=1+1`];
  await page.getByLabel('名单文件').setInputFiles(file(`证件号码,姓名,班级\n${rows.join('\n')}\n`));
  await page.getByRole('button', { name: '上传并预览' }).click();
  const line = (n: number) => page.getByRole('row').nth(n);
  await expect(line(1)).toContainText('没有证件号码和姓名都一致的考生');
  await expect(line(2)).toContainText('格式不对');
  await expect(line(3)).toContainText('与上面的行重复');
  await lookedAt(page, info, 'class');
  const outcome = await line(2).getByText('格式不对').boundingBox();
  expect(outcome!.x + outcome!.width, 'the result is seen without scrolling').toBeLessThanOrEqual(page.viewportSize()!.width);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /下载逐行结果/ }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(text).toContain('"\t=1+1"');
});
