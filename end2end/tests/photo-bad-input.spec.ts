// Files that cannot become a certificate photograph: each gets a clear answer in words, and the page goes on working.
import { choosePicture, register, usePhoto, type Picture } from '../support/journey';
import { county, person } from '../support/people';
import * as pictures from '../support/pictures';
import { shoot } from '../support/screens';
import { expect, hasScripts, test } from '../support/test';
import type { Page } from '@playwright/test';

interface Bad {
  what: string;
  file: () => Picture;
  /** What the page says is wrong, and what it says to do. */
  says: [RegExp, RegExp];
}

const unreadable = /请重新选择/;
const files: Bad[] = [
  { what: 'a truncated JPEG', file: pictures.truncated, says: [/文件不完整/, unreadable] },
  { what: 'a header that claims 65535×65535', file: pictures.hugeHeader, says: [/画面尺寸过大/, unreadable] },
  { what: 'an animated GIF', file: pictures.animatedGif, says: [/文件是动图/, unreadable] },
  { what: 'an iPhone’s HEIC', file: pictures.heic, says: [/HEIC/, unreadable] },
  { what: 'an empty file', file: pictures.empty, says: [/文件是空的/, /换一张|请重新选择/] },
  { what: 'a 16-bit PNG of nobody', file: pictures.deepPng, says: [/应当正好有一张人脸/, /请单独拍摄/] },
  {
    what: 'a cat',
    file: () => pictures.shared('originals/278_skimage_chelsea.png'),
    says: [/应当正好有一张人脸/, /请单独拍摄/],
  },
  {
    what: 'several people',
    file: () => pictures.shared('originals/263_npm_sample2.jpg'),
    says: [/应当正好有一张人脸/, /请单独拍摄/],
  },
];

test(
  'bad files are answered in words, and the next one is taken',
  { tag: '@nojs' },
  async ({ page, request }, info) => {
    test.setTimeout(150_000);
    await register(page, request, person(), county());
    for (const { what, file, says } of files) {
      await test.step(`${what} is refused with a reason and a way out`, async () => {
        await choosePicture(page, file());
        for (const words of says) await expect(answer(page)).toContainText(words, { timeout: 30_000 });
      });
    }
    await shoot(page, info, 'photo-refused');
    await test.step('more than 50 MB are refused', async () => {
      await choosePicture(page, pictures.enormous(info.outputPath('enormous.jpg')));
      await expect(answer(page)).toContainText(
        hasScripts() ? /文件(不完整|已损坏)/ : /文件太大，请选择 \d+ MB 以内的照片/,
        { timeout: 45_000 },
      );
    });
    await test.step('A PNG that is named .jpg is made into a proper photograph', async () => {
      await choosePicture(page, pictures.shared('compliance/bdemo2_f_pngasjpg.jpg'));
      await usePhoto(page);
    });
  },
);

test('a print-colour (CMYK) JPEG is answered', { tag: '@nojs' }, async ({ page, request }) => {
  await register(page, request, person(), county());
  await choosePicture(page, pictures.shared('compliance/bdemo2_f_cmyk.jpg'));
  await usePhoto(page);
});

test(
  'the server refuses 50 MB by size, whatever the browser thought',
  { tag: '@desktop' },
  async ({ page, request }, info) => {
    await register(page, request, person(), county());
    const path = pictures.enormous(info.outputPath('enormous.jpg'));
    const { readFileSync } = await import('node:fs');
    const photo = { name: 'enormous.jpg', mimeType: 'image/jpeg', buffer: readFileSync(path) };
    const refused = await page.request.post('/short/photo', {
      multipart: { photo },
      headers: { accept: 'application/json' },
    });
    expect(refused.status()).toBe(413);
    expect(await refused.json()).toMatchObject({ code: 'file.too_large' });
  },
);

/** Where the page says what is wrong: beside the picture, or above the plain form. */
function answer(page: Page) {
  return hasScripts() ? page.locator('.photo-step') : page.locator('#error-summary, .photo-result').first();
}
