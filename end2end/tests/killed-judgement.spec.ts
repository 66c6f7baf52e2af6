// The process is killed while a video of somebody's is being judged: the try is given back, and the next process judges. The page
// is left meanwhile, or the tries are used up elsewhere: then it says what became of the video.
import { agree, newcomer, video } from '../support/evidence';
import type { Picture } from '../support/journey';
import { expect, test } from '../support/vendor';
import type { Page } from '@playwright/test';

const FACE = '/evident/face';

async function send(page: Page) {
  // the script that takes the file shows this when it is there
  await expect(page.getByRole('button', { name: '开始拍摄' })).toBeVisible();
  await page.locator('.way-choice__input').last().setInputFiles(video());
}

test('a server killed in mid-judgement costs nobody a try @desktop', async ({ own, vendor, page, context, complaints }, info) => {
  // The lease of a try runs for a minute and a half, by the clock of the machine.
  test.setTimeout(300_000);
  complaints.expected.push(/ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)|status of (409|503)/);
  await newcomer(context, own.url, undefined, 'evident');
  const face = `${own.url}${FACE}`;
  await page.goto(face);
  await agree(page);

  vendor.faces = [{ verdict: 'fail', reasons: ['not_live'] }];
  await send(page);
  await expect(page.getByRole('status').first()).toContainText('还可以再试 2 次', { timeout: 30_000 });

  const asked = () => vendor.asked.filter(({ path }) => path === '/face').length;
  await page.goto(face);
  vendor.hold();
  await send(page);
  await expect.poll(asked, { message: 'it is being judged', timeout: 30_000 }).toBe(2);
  await own.kill();
  vendor.release();
  await page.goto('about:blank');
  await own.restart();

  const left = async () => /还可以再试 (\d) 次/.exec(await drawn(page, face))?.[1];
  expect(await drawn(page, face), 'as long as the lease runs, another process may be judging').toContain('视频已收到，正在核验');
  await expect.poll(left, { intervals: [5000], timeout: 120_000 }).toBe('2');

  vendor.faces = [{ verdict: 'pass' }];
  // the page has kept the video and sends it again; the dead process holds the upload two minutes, longer than the try
  await page.goto(face);
  await expect(page.getByRole('heading', { name: '人脸实人核验通过' })).toBeVisible({ timeout: 120_000 });
  await page.screenshot({ path: info.outputPath('judged-anew.png') });
  expect(asked(), 'it was judged anew').toBe(3);
});

/** The page as the server draws it, without the script. */
const drawn = async (page: Page, face: string) => (await page.context().request.get(face, { headers: { accept: 'text/html' } })).text();

test('a page that is left in mid-judgement and opened again finds the verdict, for one try @desktop', async ({ own, vendor, page, context, complaints }) => {
  test.slow();
  // the verdict is there a moment before the answer is
  complaints.expected.push(/status of 409 .*finish/);
  await newcomer(context, own.url, undefined, 'evident');
  const face = `${own.url}${FACE}`;
  await page.goto(face);
  await agree(page);

  vendor.faces = [{ verdict: 'fail', reasons: ['not_live'] }, { verdict: 'pass' }];
  const asked = () => vendor.asked.filter(({ path }) => path === '/face').length;
  vendor.hold();
  await send(page);
  await expect.poll(asked, { message: 'it is being judged', timeout: 30_000 }).toBe(1);
  await page.goto('about:blank');
  vendor.release();
  await expect.poll(() => drawn(page, face), { message: 'it was judged while nobody waited', timeout: 30_000 }).toContain('人脸核验没有通过');

  const announced: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().includes('/uploads?') && announced.push(request.url()));
  // the answer that was lost is asked for
  const answered = page.waitForResponse((answer) => answer.url().includes('/finish?') && answer.ok());
  await page.goto(face);
  await answered;
  // offered only when no video waits any more
  await expect(page.getByRole('button', { name: '开始拍摄' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('heading', { name: '人脸核验没有通过' })).toBeVisible();
  await expect(page.getByRole('status').first()).toContainText('还可以再试 2 次');
  expect(announced, 'it is not sent again').toEqual([]);
  expect(asked(), 'nor judged again').toBe(1);

  // by hand the next one may have the same bytes: it is a try of its own
  await send(page);
  await expect(page.getByRole('heading', { name: '人脸实人核验通过' })).toBeVisible({ timeout: 30_000 });
  expect(asked()).toBe(2);
});

test('who has used up the tries elsewhere meanwhile is told so, and may ask for a reviewer @desktop', async ({ own, vendor, page, context, complaints }) => {
  test.slow();
  complaints.expected.push(/status of 429 .*finish/);
  await newcomer(context, own.url, undefined, 'evident');
  const face = `${own.url}${FACE}`;
  await page.goto(face);
  await agree(page);
  await expect(page.getByRole('button', { name: '开始拍摄' })).toBeVisible();

  const fail = { verdict: 'fail' as const, reasons: ['not_live'] };
  vendor.faces = [fail, fail, fail];
  for (const left of ['还可以再试 2 次', '还可以再试 1 次', '机会已用完']) {
    await context.request.post(face, { multipart: { face: video() as Exclude<Picture, string> }, headers: { accept: 'text/html', referer: face } });
    expect(await drawn(page, face)).toContain(left);
  }

  await send(page);
  await expect(page.locator('#error-summary')).toContainText('次数已用完', { timeout: 30_000 });
  await page.getByRole('button', { name: '转人工审核' }).click();
  await expect(page.getByRole('heading', { name: '已转人工审核' })).toBeVisible();
});
