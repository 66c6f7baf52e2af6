// Evidence as tests hand it in: somebody registered in Hunan, and cards that the tests draw themselves. No real document.
import { expect, request as requests, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { server } from './environment';
import type { Picture } from './journey';
import { counties, county, person, type Person } from './people';
import { readCode } from './sms';
import { address } from './test';

/** Registers somebody in the whole journey – or another province's – and lends the browser their session. */
export async function newcomer(
  context: Pick<BrowserContext, 'addCookies'>,
  baseURL = server.baseURL,
  region = '',
  province = 'hunan',
): Promise<Person> {
  const ofHubei = ['hubei', 'spoken'].includes(province);
  const who = person();
  const http = await requests.newContext({
    baseURL,
    extraHTTPHeaders: { 'X-Forwarded-For': address(), accept: 'text/html' },
  });
  const headers = { referer: `${baseURL}/${province}/register` };
  // Hubei asks for an address too.
  const email = ofHubei ? `${who.phone}@example.com` : '';
  const form = {
    province,
    page: 'register',
    phone: who.phone,
    code: '',
    email,
    email_code: '',
    document_type: 'resident_id_card',
    document_number: who.idNumber,
    region: region || (ofHubei ? counties('hubei')[0] : county()).code,
    consent: 'on',
  };
  await http.post('/api/request-code', { form, headers });
  const code = await readCode(http, who.phone);
  if (email) await http.post('/api/request-email-code', { form, headers });
  const email_code = email && (await readCode(http, email));
  const done = await http.post('/api/register', { form: { ...form, code, email_code }, headers });
  expect(done.url()).not.toContain('__err');
  await context.addCookies((await http.storageState()).cookies);
  await http.dispose();
  return who;
}

/** Agrees to what a page asks for before anything else. */
export async function agree(page: Page) {
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: '同意并继续' }).click();
  await expect(page.getByRole('button', { name: '同意并继续' })).toHaveCount(0);
  await page.waitForLoadState();
}

/** A side of the card by 从相册选择, which the page's script offers. */
export async function giveSide(page: Page, side: 'portrait' | 'emblem', picture: Picture) {
  const ways = page.locator(`#side-${side} .way-choice`);
  await expect(ways).toBeVisible();
  await ways.locator('input').last().setInputFiles(picture);
}

/** How a card is drawn, where not as it should be. */
export interface Look {
  /** How dark it is, from 0 to 1. */
  shade?: number;
  /** The card's left edge, in pixels of a picture that is 1800 wide. */
  left?: number;
}

/** A card on a dark table, as a phone takes it. */
export async function card(browser: Browser, lines: string[], name: string, look: Look = {}): Promise<Picture> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  const made = await page.evaluate(([lines, { shade, left }]) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1800, 1300];
    const drawing = canvas.getContext('2d')!;
    drawing.fillStyle = '#3b3f45';
    drawing.fillRect(0, 0, 1800, 1300);
    drawing.translate((left ?? 180) - 180, 0);
    drawing.fillStyle = '#e9edf2';
    drawing.beginPath();
    drawing.roundRect(180, 190, 1440, 908, 50);
    drawing.fill();
    drawing.fillStyle = '#1d2530';
    drawing.font = '600 58px "Noto Sans CJK SC", sans-serif';
    lines.forEach((line, at) => drawing.fillText(line, 260, 330 + at * 125));
    drawing.fillStyle = '#8a97a8';
    drawing.fillRect(1200, 330, 320, 400);
    drawing.resetTransform();
    drawing.fillStyle = `rgba(0, 0, 0, ${shade ?? 0})`;
    drawing.fillRect(0, 0, 1800, 1300);
    return canvas.toDataURL('image/jpeg', 0.92);
  }, [lines, look] as const);
  await context.close();
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(made.split(',')[1], 'base64') };
}

const FRONT = ['姓名 张三', '性别 男  民族 汉', '出生 2000 年 1 月 1 日', '住址 湖南省长沙市芙蓉区', '解放路 1 号', '公民身份号码 430102'];

export const portrait = (browser: Browser, look?: Look) => card(browser, FRONT, 'front.jpg', look);

export const emblem = (browser: Browser) =>
  card(browser, ['中华人民共和国', '居民身份证', '签发机关 长沙市公安局', '有效期限', '2018.03.01-2038.03.01'], 'back.jpg');

/** Sex and birth date as the number says. */
export function said(idNumber: string) {
  return { sex: Number(idNumber[16]) % 2 === 1 ? '男' : '女', born: idNumber.slice(6, 14) };
}

/** A few bytes that begin as a WebM does. */
export function video(): Picture {
  const head = Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104', 'hex');
  return { name: 'me.webm', mimeType: 'video/webm', buffer: Buffer.concat([head, Buffer.alloc(2000, 7)]) };
}

