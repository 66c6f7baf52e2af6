// Proofs over a line that breaks: several files, each with its progress, going on after a break, a reload and a lost answer.
import { expectAccessible } from '../support/axe';
import { newcomer } from '../support/evidence';
import type { Picture } from '../support/journey';
import { heic } from '../support/pictures';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

/** A PDF of some pieces, different for each name. */
function pdf(name: string, bytes = 200_000): Picture {
  const head = Buffer.from(`%PDF-1.7\n% ${name}\n`);
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat([head, Buffer.alloc(bytes, 0x20), Buffer.from('\n%%EOF\n')]) };
}

async function choose(page: Page, files: Picture[]) {
  const others = page.locator('section.proof').filter({ hasText: '其他附件' });
  await others.getByText('+ 新增附件').click();
  await others.locator('.proof__add input[type=file]').setInputFiles(files as Exclude<Picture, string>[]);
  await others.locator('.proof__add').getByRole('button', { name: '上传', exact: true }).click();
}

const line = (page: Page, name: string) => page.locator('.upload-row').filter({ hasText: name });
const files = (page: Page) => page.locator('.proof__file');

test('several files go one after the other; a bad one does not stop the others', async ({ page, context, complaints }) => {
  complaints.expected.push(/415/);
  await newcomer(context);
  await page.goto('/hunan/attachments');
  await choose(page, [pdf('one.pdf'), heic(), pdf('two.pdf')]);
  await expect(files(page)).toHaveCount(2, { timeout: 30_000 });
  const alert = page.getByRole('alert');
  await expect(alert).toBeFocused();
  await expect(alert.locator('li')).toHaveText([/IMG_0001\.HEIC.*这种文件不能用/]);
  await expectAccessible(page);
  await choose(page, [pdf('three.pdf')]);
  await expect(files(page)).toHaveCount(3, { timeout: 30_000 });
  await expect(alert).toHaveCount(0);
  await expect(page.locator('#proofs-say')).toHaveText('已上传');
});

test('files that were chosen and not sent are not left by mistake', async ({ page, context }) => {
  await newcomer(context);
  await page.goto('/hunan/attachments');
  const others = page.locator('section.proof').filter({ hasText: '其他附件' });
  await others.getByText('+ 新增附件').click();
  await others.locator('.proof__add input[type=file]').setInputFiles(pdf('one.pdf') as Exclude<Picture, string>);
  await page.getByRole('link', { name: '下一步' }).click();
  await expect(page.locator('#proofs-say')).toContainText('还没有上传');
  await page.keyboard.press('Enter');
  await expect(files(page), 'the button that sends them is at hand').toHaveCount(1, { timeout: 30_000 });
});

test('a line that breaks costs one piece, and a reload nothing', async ({ page, context, complaints }) => {
  test.slow();
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context);
  await page.goto('/hunan/attachments');
  let passed = 0;
  await page.route('**/uploads/*/*', async (route) => {
    if (route.request().method() === 'PUT' && ++passed > 2) return route.abort('connectionreset');
    return route.continue();
  });
  await choose(page, [pdf('one.pdf', 500_000), pdf('two.pdf')]);
  await expect(line(page, 'one.pdf')).toContainText('网络中断', { timeout: 30_000 });
  await expect(line(page, 'two.pdf')).toContainText('等待上传');
  await expectAccessible(page);
  await page.getByRole('link', { name: '下一步' }).click();
  await expect(page.locator('#proofs-say'), 'nobody leaves by mistake').toContainText('文件还在上传');

  await page.unroute('**/uploads/*/*');
  const again: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && again.push(new URL(request.url()).pathname));
  await page.reload();
  await expect(files(page)).toHaveCount(2, { timeout: 45_000 });
  await expect(page.locator('.upload-row')).toHaveCount(0);
  expect(again.length).toBeGreaterThan(0);
  const first = again[0].split('/').at(-2)!;
  const pieces = again.filter((path) => path.includes(first)).map((path) => Number(path.split('/').at(-1)));
  expect(Math.min(...pieces), 'what had arrived is not sent again').toBe(2);
});

test('where only the answer is lost the file is there once', async ({ page, context, complaints }) => {
  test.slow();
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context);
  await page.goto('/hunan/attachments');
  let lost = 0;
  await page.route('**/uploads/*/finish?*', async (route) => {
    if (lost++ > 0) return route.continue();
    expect((await route.fetch()).status()).toBe(200);
    return route.abort('connectionreset');
  });
  await choose(page, [pdf('one.pdf')]);
  await expect(line(page, 'one.pdf')).toContainText('网络中断', { timeout: 30_000 });
  await page.reload();
  await expect(page.locator('#proofs-say')).toHaveText('已上传', { timeout: 30_000 });
  await expect(files(page)).toHaveCount(1);
});

test('what is given up is not sent, not even later', async ({ page, context, complaints }) => {
  complaints.expected.push(/Failed to load resource|net::ERR/);
  await newcomer(context);
  await page.goto('/hunan/attachments');
  await page.route('**/uploads/*/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await choose(page, [pdf('wrong.pdf'), pdf('also-wrong.pdf')]);
  await expect(line(page, 'wrong.pdf').first()).toContainText('网络中断', { timeout: 30_000 });
  await page.getByRole('button', { name: '取消上传 also-wrong.pdf' }).click();
  await page.getByRole('button', { name: '取消上传 wrong.pdf', exact: true }).click();
  await expect(page.locator('.upload-row')).toHaveCount(0);
  await page.unroute('**/uploads/*/*');
  await page.reload();
  await expect(page.getByText('+ 新增附件')).toBeVisible();
  await expect(page.locator('.upload-row')).toHaveCount(0);
  await expect(files(page)).toHaveCount(0);
});
