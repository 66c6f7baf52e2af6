// The live camera: guided from too far to right, taken by itself or by hand, and never a dead end. The camera plays clips that
// support/camera.ts renders.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { answered, live, snap, test } from '../support/camera';
import { choosePicture, usePhoto } from '../support/journey';
import { compliant } from '../support/pictures';
import { overflow } from '../support/screens';
import { expect } from '../support/test';

const RIGHT = [{ size: 1, seconds: 10 }];
const NOBODY = [{ size: 0, seconds: 2 }];
const OPEN = '拍照（有提示）';

// A browser of its own each, and an engine that starts in it.
test.describe.configure({ timeout: 300_000 });

test('guided from too far to right, the picture takes itself and is accepted', async ({ before }, info) => {
  const page = await before({ scenes: [{ size: 0.55, seconds: 6 }, { size: 1, seconds: 12 }] });
  await openCamera(page);
  await expect(says(page)).toHaveText('请靠近一点', { timeout: 60_000 });
  expect(await overflow(page), 'pixels that stick out sideways').toBeLessThanOrEqual(0);
  await snap(page, info, 'camera-far');
  await page.evaluate(listen);
  await expect.poll(() => page.evaluate(() => (window as unknown as { said: string[] }).said), { timeout: 120_000 }).toContain('很好，请保持不动');
  await settled(page);
  await expect(page.locator('photo-camera')).toHaveCount(0);
  expect(await live(page), 'cameras that are still on').toBe(0);
  await usePhoto(page);
});

test('taken by hand: no sooner than asked for, and not mirrored', async ({ before }, info) => {
  const page = await before({ scenes: RIGHT });
  await openCamera(page);
  await page.getByLabel('自动拍摄').uncheck();
  await expect(says(page)).toHaveText('很好，请保持不动，按快门', { timeout: 60_000 });
  await expect(page.locator('.camera__view')).toHaveClass(/camera__view--mirrored/);
  const rate = await framesPerSecond(page);
  console.log(`live camera on ${info.project.name}: ${rate.toFixed(1)} frames a second`);
  info.annotations.push({ type: 'frames per second', description: rate.toFixed(1) });
  expect(rate, 'guidance arrives again and again').toBeGreaterThan(0);
  await expectAccessible(page, 'the camera panel');
  await snap(page, info, 'camera-ready');
  await expect(page.locator('photo-camera'), 'no picture is taken by itself').toHaveCount(1);
  await page.getByRole('button', { name: '拍照', exact: true }).click();
  await settled(page);
  expect(await markIsLeft(page), 'the red mark is where the camera saw it').toBe(true);
});

test('nobody there: said, explained after a while, and the shutter still works', async ({ before }, info) => {
  const page = await before({ scenes: NOBODY });
  await page.clock.install();
  await openCamera(page);
  await expect(says(page)).toHaveText('请把脸放进椭圆', { timeout: 60_000 });
  await expect.poll(() => answered(page)).toBeGreaterThan(3);
  await expect(page.locator('.camera__hint')).toBeEmpty();
  await page.clock.fastForward(46_000);
  await expect(page.locator('.camera__hint')).toContainText('您可以直接按快门');
  await snap(page, info, 'camera-late');
  await expectAccessible(page, 'the camera panel after a while');
  await page.getByRole('button', { name: '拍照', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^这张照片不能使用/ })).toBeVisible({ timeout: 45_000 });
  await choosePicture(page, compliant());
  await settled(page);
});

test('permission denied: said in words, and a file does as well', async ({ before }, info) => {
  const page = await before({ denied: true });
  await page.getByRole('button', { name: OPEN }).click();
  await expect(page.getByRole('alert')).toContainText('没有得到使用摄像头的许可');
  await expect(page.locator('photo-camera')).toHaveCount(0);
  await snap(page, info, 'camera-denied');
  await choosePicture(page, compliant());
  await settled(page);
});

test('closing stops the camera and gives the focus back', { tag: '@desktop' }, async ({ before }) => {
  const page = await before({ scenes: RIGHT });
  const stopped = async () => {
    await expect(page.locator('photo-camera')).toHaveCount(0);
    expect(await live(page), 'cameras that are still on').toBe(0);
  };
  await openCamera(page);
  await page.keyboard.press('Escape');
  await stopped();
  await expect(page.getByRole('button', { name: OPEN })).toBeFocused();
  await openCamera(page);
  await page.getByRole('button', { name: '关闭' }).click();
  await stopped();
  await openCamera(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await stopped();
  await expect(page.getByRole('alert')).toContainText('摄像头已关闭');
});

test('a picture that is open stays when the camera is closed again', { tag: '@desktop' }, async ({ before }) => {
  const page = await before({ scenes: RIGHT });
  await choosePicture(page, compliant());
  await settled(page);
  await openCamera(page);
  await page.keyboard.press('Escape');
  await settled(page);
  await usePhoto(page);
});

test('of two cameras the other can be chosen', { tag: '@desktop' }, async ({ before }) => {
  const page = await before({ cameras: 2 });
  await openCamera(page);
  const device = () =>
    page.evaluate(() => {
      const { srcObject } = document.querySelector('video')!;
      return (srcObject as MediaStream).getVideoTracks()[0].getSettings().deviceId;
    });
  const first = await device();
  await page.getByRole('button', { name: '切换摄像头' }).click();
  await expect.poll(device).not.toBe(first);
  await expect.poll(() => live(page)).toBe(1);
});

test('without an engine the panel says so, and the shutter works', { tag: '@desktop' }, async ({ before, complaints }) => {
  complaints.expected.push(/worker_loader|ERR_FAILED/);
  const page = await before({ scenes: RIGHT });
  await page.context().route('**/worker_loader.js', (route) => route.abort());
  await openCamera(page);
  await expect(says(page)).toHaveText(/这里不能给出提示/);
  await page.getByRole('button', { name: '拍照', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('由服务器检查和裁剪', { timeout: 30_000 });
  await page.getByRole('button', { name: '上传并检查' }).click();
  await expect(page.getByRole('heading', { name: '照片合格' })).toBeVisible({ timeout: 30_000 });
});

test('a browser without cameras for pages offers the other ways', { tag: '@wechat' }, async ({ before }) => {
  const page = await before({});
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'mediaDevices', { value: undefined }));
  await page.reload();
  await expect(page.locator('.photo-choice')).toContainText('这个浏览器不能边看提示边拍照');
  await expect(page.getByRole('button', { name: OPEN })).toHaveCount(0);
  await choosePicture(page, compliant());
  await settled(page);
});

test('without JavaScript there is no panel', { tag: '@nojs-only' }, async ({ before }) => {
  const page = await before({});
  await expect(page.getByLabel('选择照片文件')).toBeVisible();
  await expect(page.getByText(OPEN)).toHaveCount(0);
});

async function openCamera(page: Page) {
  await page.getByRole('button', { name: OPEN }).click();
  await expect(page.getByRole('dialog', { name: '拍证件照' })).toBeVisible();
  await expect(page.getByRole('button', { name: '拍照', exact: true })).toBeEnabled();
}

/** Runs in the page: keeps what the panel says from now on; the last of it stands too short a time to be looked for. */
function listen() {
  const said: string[] = [];
  const place = document.querySelector('.camera__say')!;
  Object.assign(window, { said });
  new MutationObserver(() => said.push(place.textContent ?? '')).observe(place, { childList: true });
}

function says(page: Page) {
  return page.locator('.camera__say');
}

async function settled(page: Page) {
  await expect(page.getByRole('button', { name: '使用这张照片' })).toBeEnabled({ timeout: 45_000 });
}

/** Over three seconds of the page's own clock. */
async function framesPerSecond(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const panel = document.querySelector('photo-camera') as unknown as { frames: number };
    const [frames, start] = [panel.frames, performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return ((panel.frames - frames) * 1_000) / (performance.now() - start);
  });
}

/** Whether the still shows the mark of the clip at its upper left and not at its upper right. */
async function markIsLeft(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const image = document.querySelector<HTMLImageElement>('#crop-picture')!;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const drawing = canvas.getContext('2d')!;
    drawing.drawImage(image, 0, 0);
    const red = (x: number) => {
      const [r, g, b] = drawing.getImageData(x * canvas.width, (60 / 720) * canvas.height, 1, 1).data;
      return r > 150 && g < 100 && b < 100;
    };
    return red(60 / 960) && !red(900 / 960);
  });
}
