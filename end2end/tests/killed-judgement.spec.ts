// The process is killed while a video of somebody's is being judged: the try is given back, and the next process judges.
import { agree, newcomer, video } from '../support/evidence';
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
  complaints.expected.push(/ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)|status of (409|503)/);
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

  const left = async () => {
    const text = await (await context.request.get(face, { headers: { accept: 'text/html' } })).text();
    return /还可以再试 (\d) 次/.exec(text)?.[1];
  };
  expect(await left(), 'as long as the lease runs, another process may be judging').toBe('1');
  await expect.poll(left, { intervals: [5000], timeout: 120_000 }).toBe('2');

  vendor.faces = [{ verdict: 'pass' }];
  // the page has kept the video and sends it again; the dead process holds the upload two minutes, longer than the try
  await page.goto(face);
  await expect(page.getByRole('heading', { name: '人脸实人核验通过' })).toBeVisible({ timeout: 120_000 });
  await page.screenshot({ path: info.outputPath('judged-anew.png') });
  expect(asked(), 'it was judged anew').toBe(3);
});
