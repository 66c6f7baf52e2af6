// The whole thread: somebody registers, hands in an ordinary photograph, is sent back with a reason, mends it, and is
// approved. Sent back and decided by a reviewer in a browser of their own.
import { expectAccessible } from '../support/axe';
import { choosePicture, handInPhoto, receiptNumber, register, submit, usePhoto } from '../support/journey';
import { county, person } from '../support/people';
import { anotherCompliant, ordinary } from '../support/pictures';
import { shoot } from '../support/screens';
import { approve, hire, sendBack, signInStaff, takeCase } from '../support/staff';
import { expect, hasScripts, test } from '../support/test';

const TIMELINE = [
  '完成注册',
  '提交证件照',
  '提交申请',
  '开始审核',
  '退回修改',
  '提交证件照',
  '提交申请',
  '开始审核',
  '审核通过',
];
const REASON = '背景不是规定的浅蓝色，请在均匀的浅蓝色背景前重新拍摄。';

test(
  'from registration to approval, with a return in between',
  { tag: ['@nojs', '@wechat'] },
  async ({ page, request, browser, somebody }, info) => {
    test.setTimeout(180_000);
    const [candidate, region] = [person(), county()];
    const reviewerPage = await somebody();
    let receipt = '';

    await test.step('The candidate opens the portal, registers with phone, code and document', async () => {
      await register(page, request, candidate, region);
    });

    await test.step('hands in an ordinary photograph, which is checked and cropped', async () => {
      const uploads = uploadedBytes(page);
      await choosePicture(page, await ordinary(browser));
      if (hasScripts()) {
        await expect(page.getByRole('button', { name: '使用这张照片' })).toBeEnabled({ timeout: 45_000 });
        await shoot(page, info, 'photo-editor');
        await expectAccessible(page, 'the photo editor');
      } else {
        await expect(page.getByRole('heading', { name: '照片合格' })).toBeVisible();
        await shoot(page, info, 'photo-accepted');
      }
      await usePhoto(page);
      if (hasScripts()) {
        expect(uploads.length, 'the finished file is sent once').toBe(1);
        expect(uploads[0], 'and is small: the original stays on the device').toBeLessThan(45 * 1024);
      }
    });

    await test.step('sees the answers, the cropped picture among them, and hands in with consent', async () => {
      const main = page.getByRole('main');
      await expect(main).toContainText(masked(candidate.idNumber));
      await expect(main).toContainText(`${candidate.phone.slice(0, 3)}****${candidate.phone.slice(-4)}`);
      await expect(main).toContainText(region.name);
      const size = await page
        .getByAltText('您的证件照')
        .evaluate((image: HTMLImageElement) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]));
      expect(size).toEqual([480, 640]);
      receipt = await submit(page);
    });

    await test.step('A reviewer of the county takes the case and sees the photograph with its measured lines', async () => {
      await signInStaff(reviewerPage, hire('王审核', region));
      await takeCase(reviewerPage, receipt);
      const evidence = reviewerPage.locator('.case__evidence');
      await expect(evidence.locator('.measures__lines')).toBeVisible();
      await expect(evidence.locator('.measures__lines line')).toHaveCount(4);
      const facts = reviewerPage.locator('.case__facts');
      await expect(facts.locator('.measures-key').getByText('头顶到上边沿')).toBeVisible();
      const width = await evidence
        .getByRole('img')
        .first()
        .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
      expect(width).toBe(480);
      await expect(facts, 'the number is masked until it is uncovered').toContainText(masked(candidate.idNumber));
      await expect(facts).not.toContainText(grouped(candidate.idNumber));
    });

    await test.step('and returns it with a coded reason', async () => {
      await sendBack(reviewerPage, '证件照', REASON, '请站在浅蓝色的墙前');
      await expect(reviewerPage.getByText(receipt)).toHaveCount(0);
    });

    await test.step('The candidate reads the reason, and only the photograph is open', async () => {
      await page.goto('/short/status');
      await expect(page.getByRole('heading', { name: '需要修改后重新提交' })).toBeVisible();
      await expect(page.getByText(`原因：${REASON}`)).toBeVisible();
      await expect(page.getByText('审核员说明：请站在浅蓝色的墙前')).toBeVisible();
      await expect(page.getByRole('link', { name: '去修改：证件照' })).toBeVisible();
      await expect(page.getByRole('link', { name: '去修改：身份证件' })).toHaveCount(0);
      await shoot(page, info, 'status-returned');
      const document = await page.request.get('/short/document');
      expect(document.status(), 'the page that changes the document').toBe(409);
    });

    await test.step('replaces the photograph and hands in again, under the same receipt', async () => {
      await page.getByRole('link', { name: '去修改：证件照' }).click();
      const main = page.getByRole('main');
      await expect(main.getByRole('heading', { name: '这一项被退回，需要修改' })).toBeVisible();
      await expect(main).toContainText(`原因：${REASON}`);
      await expect(main, 'what was sent back is not called good').not.toContainText('照片合格');
      await shoot(page, info, 'photo-returned');
      await handInPhoto(page, anotherCompliant());
      expect(await submit(page)).toBe(receipt);
    });

    await test.step('The reviewer approves', async () => {
      await takeCase(reviewerPage, receipt);
      await approve(reviewerPage);
    });

    await test.step('The candidate sees the approval and all that happened, in order', async () => {
      await page.goto('/short/status');
      await expect(page.getByRole('heading', { name: '审核通过' })).toBeVisible();
      expect(await receiptNumber(page)).toBe(receipt);
      const steps = page.locator('.timeline__step--done, .timeline__step--stopped').locator('.timeline__name');
      await expect(steps).toHaveText(TIMELINE.map((step) => new RegExp(`^(已完成：)?${step}$`)));
      await shoot(page, info, 'status-approved');
    });
  },
);

const masked = (id: string) => `${id.slice(0, 4)}**********${id.slice(-4)}`;
const grouped = (id: string) => `${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`;

/** Sizes of what the page posts as photographs. */
function uploadedBytes(page: import('@playwright/test').Page): number[] {
  const sizes: number[] = [];
  page.on('request', (sent) => {
    if (sent.method() === 'POST' && new URL(sent.url()).pathname.endsWith('/short/photo'))
      sizes.push(Number(sent.headers()['content-length'] ?? sent.postDataBuffer()?.length ?? 0));
  });
  return sizes;
}
