// A camera that plays a clip which the tests render themselves, and a browser that sees through it. The person is the one of
// the shared photographs; what is kept of the clip lies in a folder of the system and goes with the run.
import type { Browser, BrowserContextOptions, Page, PlaywrightWorkerArgs, TestInfo } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lend, registered } from './applicant';
import { county } from './people';
import { compliant } from './pictures';
import { address, listen, test as base, type Complaints } from './test';

/** What the camera sees: how large the person is (1: fills the oval; 0: nobody), and for how long. */
export interface Scene {
  size: number;
  seconds: number;
}

/** Chromium plays 30 frames a second, and begins anew at the end. */
const RATE = 30;

/** Changes to the camera of a test; without `scenes` the browser's own test pattern is played. */
export interface Setting {
  scenes?: Scene[];
  cameras?: number;
  /** The browser asks nobody and the answer is no. */
  denied?: boolean;
  context?: BrowserContextOptions;
}

interface Fixtures {
  /** The photo step of somebody just registered, with a camera. */
  before: (setting: Setting) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  before: async ({ playwright, browser, complaints }, use, info) => {
    const opened: Browser[] = [];
    await use(async (setting) => {
      const clip = setting.scenes && (await film(browser, setting.scenes, info.outputPath('clip.mjpeg')));
      const chromium = await launch(playwright, info, setting, clip);
      opened.push(chromium);
      return enter(chromium, setting, complaints);
    });
    await Promise.all(opened.map((browser) => browser.close()));
  },
});

async function launch({ chromium }: PlaywrightWorkerArgs['playwright'], info: TestInfo, setting: Setting, clip?: string) {
  const { executablePath, args = [] } = info.project.use.launchOptions ?? {};
  const media = /^--use-(fake-ui|fake-device|file-for)/;
  const asked = setting.denied ? [] : ['--use-fake-ui-for-media-stream'];
  const device = `--use-fake-device-for-media-stream=device-count=${setting.cameras ?? 1}`;
  const file = clip ? [`--use-file-for-fake-video-capture=${clip}`] : [];
  return chromium.launch({ executablePath, args: [...args.filter((arg) => !media.test(arg)), ...asked, device, ...file] });
}

async function enter(chromium: Browser, setting: Setting, complaints: Complaints): Promise<Page> {
  const headers = { 'X-Forwarded-For': address() };
  const context = await chromium.newContext({ extraHTTPHeaders: headers, ...setting.context });
  listen(context, complaints);
  await context.addInitScript(remember);
  await lend(await registered(county()), context);
  const page = await context.newPage();
  if (setting.denied) {
    const session = await chromium.newBrowserCDPSession();
    await session.send('Browser.setPermission', { permission: { name: 'camera' }, setting: 'denied' });
  }
  await page.goto('/short/photo');
  return page;
}

/** Runs in the page: keeps every stream it was given, for `live`. */
function remember() {
  const media = navigator.mediaDevices;
  if (!media) return;
  const streams: MediaStream[] = [];
  const ask = media.getUserMedia.bind(media);
  Object.assign(window, { streams });
  media.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    streams.push(stream);
    return stream;
  };
}

/** How many cameras are on. */
export async function live(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { streams } = window as unknown as { streams: MediaStream[] };
    return streams.flatMap((stream) => stream.getTracks()).filter((track) => track.readyState === 'live').length;
  });
}

/** How many frames the panel was answered so far. */
export async function answered(page: Page): Promise<number> {
  return page.evaluate(() => (document.querySelector('photo-camera') as unknown as { frames?: number } | null)?.frames ?? 0);
}

/** What is on the screen now, in end2end/screens/. */
export async function snap(page: Page, info: TestInfo, name: string) {
  await page.screenshot({ path: join(__dirname, '../screens', `${name}-${info.project.name}.png`) });
}

/** Writes a clip: JPEGs one after another, each scene's picture as often as it lasts. */
async function film(browser: Browser, scenes: Scene[], path: string): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  const source = `data:image/jpeg;base64,${readFileSync(compliant()).toString('base64')}`;
  const frames: Buffer[] = [];
  for (const { size, seconds } of scenes) {
    const frame = Buffer.from(await page.evaluate(scene, { source, size }), 'base64');
    frames.push(...Array.from({ length: seconds * RATE }, () => frame));
  }
  await context.close();
  writeFileSync(path, Buffer.concat(frames));
  return path;
}

/** Runs in the page: 960×720 in base64, the person at the lower edge, a red mark at the upper left, outside the oval's part. */
async function scene({ source, size }: { source: string; size: number }): Promise<string> {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [960, 720];
  const drawing = canvas.getContext('2d')!;
  drawing.fillStyle = size > 0 ? 'rgb(100, 197, 255)' : 'rgb(150, 160, 150)';
  drawing.fillRect(0, 0, 960, 720);
  drawing.imageSmoothingQuality = 'high';
  if (size > 0) drawing.drawImage(image, 480 - 270 * size, 720 - 720 * size, 540 * size, 720 * size);
  drawing.fillStyle = 'rgb(220, 30, 30)';
  drawing.fillRect(20, 20, 80, 80);
  const url = canvas.toDataURL('image/jpeg', 0.93);
  return url.slice(url.indexOf(',') + 1);
}
