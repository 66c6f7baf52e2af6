// Hubei's card and its digits read aloud before a camera and a microphone, read and judged by the engines that the server ships: nothing
// between the page and the verdict is played by the test.
import { agree, emblem, newcomer } from '../support/evidence';
import { NEVER_ASKED, test, theirCard, type Speaker } from '../support/speaker';
import { expect } from '../support/test';
import type { Browser, Page } from '@playwright/test';

const PROVINCE = 'spoken';
/** Of all together, in the first test of a run too: a camera's seconds, and Whisper on a machine with other work. */
const PATIENCE = { timeout: 120_000 };

/** A page that asks again while it is judged is told so. */
const BUSY = /status of 409 .*finish/;

/** Registered, their card handed in, before the step of digits. */
async function before({ page }: Speaker, url: string, browser: Browser) {
  await newcomer(page.context(), url, undefined, PROVINCE);
  const http = page.context().request;
  const consent = { province: PROVINCE, what: 'card', consent: 'on' };
  await http.post('/api/give-consent', { form: consent, headers: { referer: `${url}/${PROVINCE}/card` } });
  const multipart = { portrait: await theirCard(browser), emblem: await emblem(browser) };
  const answer = await http.post(`/${PROVINCE}/card`, { multipart, ...PATIENCE });
  expect(answer.ok(), `the card is answered ${answer.status()}`).toBe(true);
  expect(answer.url(), 'the card is taken').not.toContain('problem=');
  await page.goto(`/${PROVINCE}/face`);
  await agree(page);
}

/** The digits that the page asks for. */
async function asked(page: Page): Promise<string> {
  // what goes to a person may be recorded again too
  const again = page.getByText('重新拍摄', { exact: true });
  if (await again.isVisible()) await again.click();
  await page.getByRole('button', { name: '获取四位数字' }).click();
  await expect(page.getByRole('heading', { name: '请记住这四个数字' })).toBeVisible();
  return (await page.locator('.face-asked__digits span').allTextContents()).join('');
}

async function record(page: Page) {
  await page.getByRole('button', { name: '开始录制视频' }).click();
  const use = page.getByRole('button', { name: '使用' });
  await use.waitFor({ timeout: 40_000 });
  await page.screenshot({ path: test.info().outputPath('recorded.png') });
  const judged = page.waitForEvent('load', PATIENCE);
  await use.click();
  await judged;
  return page.getByRole('heading', { name: /^(人脸实人核验通过|人脸核验没有通过|已转人工审核)$/ }).innerText();
}

test('who reads the digits aloud passes @desktop', async ({ own, speaker, browser, complaints }, info) => {
  test.setTimeout(400_000);
  complaints.expected.push(BUSY);
  const { page } = speaker;
  await before(speaker, own.url, browser);
  // One voice, made by a machine, is not always understood: there are three tries, as for everybody.
  let verdict = '';
  for (let attempt = 1; attempt <= 3 && verdict !== '人脸实人核验通过'; attempt++) {
    if (attempt > 1) await page.goto(`/${PROVINCE}/face`);
    speaker.says(await asked(page));
    verdict = await record(page);
    await page.screenshot({ path: info.outputPath(`verdict-${attempt}.png`) });
  }
  expect(verdict).toBe('人脸实人核验通过');
  await page.getByRole('link', { name: '下一步' }).click();
  await expect(page).not.toHaveURL(/\/face$/);
});

test('who reads other digits is told so and may try again @desktop', async ({ own, speaker, browser, complaints }) => {
  test.setTimeout(400_000);
  complaints.expected.push(BUSY);
  const { page } = speaker;
  await before(speaker, own.url, browser);
  expect(await asked(page), 'never what the speaker says unless told otherwise').not.toBe(NEVER_ASKED);
  expect(await record(page)).toBe('人脸核验没有通过');
  await expect(page.locator('main')).toContainText('读的数字和显示的不一样');
  await expect(page.getByRole('status').first()).toContainText('还可以再试 2 次');
});
