// One picture, one verdict: the worker with SIMD, the worker without it, and the same engine natively, as the command line and
// the server run it.
import type { BrowserContext, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lend, registered } from '../support/applicant';
import { binary, settings } from '../support/environment';
import { choosePicture, type Picture } from '../support/journey';
import { county } from '../support/people';
import { compliant, file, ordinary, shared } from '../support/pictures';
import { expect, test } from '../support/test';

test.describe.configure({ timeout: 120_000 });

interface Finding {
  rule: string;
  outcome: string;
  hint?: string;
  measured?: number;
}
interface Judged {
  opened: { outcome: string; crop?: number[] };
  findings: Finding[];
  bytes: number[];
}

test.beforeEach(async ({ page, context }) => {
  await lend(await registered(county()), context);
  await page.goto('/short/photo');
});

const BROKEN = ['redeye', 'sunglasses', 'under', 'g_offleft', 'bg_shadow'].map((what) => `compliance/b10_${what}.jpg`);

test('the same bytes have the same findings everywhere', { tag: '@desktop' }, async ({ page, context, browser }) => {
  const pictures = [await asBytes(await ordinary(browser)), readFileSync(compliant()), ...BROKEN.map((name) => readFileSync(shared(name)))];
  const fast = await judge(page, pictures);
  await withoutSimd(context);
  await page.reload();
  const plain = await judge(page, pictures);
  for (const [at, picture] of pictures.entries()) {
    expect(plain[at], `picture ${at} without SIMD`).toEqual(fast[at]);
    const native = prepared(picture);
    expect(native.outcome !== 'unreadable').toBe(true);
    if (fast[at].bytes.length === 0) {
      expect(native.file, `picture ${at}`).toBeUndefined();
      continue;
    }
    same(native.findings, fast[at].findings, `picture ${at} natively`);
    same(checked(Buffer.from(fast[at].bytes)), fast[at].findings, `file ${at}`);
  }
});

test('a WebP picture, which the browser decodes, is judged like any other', async ({ page, browser }) => {
  const jpeg = await asBytes(await ordinary(browser));
  const webp = await page.evaluate(async (jpeg) => {
    const picture = await createImageBitmap(new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' }));
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    canvas.getContext('2d')!.drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', 0.9).split(',')[1];
  }, [...jpeg]);
  await choosePicture(page, file('IMG_1.webp', 'image/webp', Buffer.from(webp, 'base64')));
  await expect(page.locator('#crop-frame .measures__lines line')).toHaveCount(4);
  await expect(page.getByRole('button', { name: '使用这张照片' })).toBeEnabled();
});

async function asBytes(picture: Picture): Promise<Buffer> {
  return typeof picture === 'string' ? readFileSync(picture) : picture.buffer;
}

/** What the page's own worker says of each picture: opened, cut as proposed, finished. */
async function judge(page: Page, pictures: Buffer[]): Promise<Judged[]> {
  const sent = pictures.map((picture) => picture.toString('base64'));
  return page.evaluate(async (sent) => {
    const island = document.querySelector<HTMLElement>('leptos-island[data-props*="worker_base"]')!;
    const setup = JSON.parse(JSON.parse(island.dataset.props!).setup);
    const worker = new Worker(`${setup.worker_base}worker_loader.js`);
    const answer = (kind: string) =>
      new Promise<any>((resolve, reject) => {
        const hear = ({ data }: MessageEvent) => {
          if (data.kind === 'failed') reject(new Error(`${data.code} ${data.detail}`));
          if (data.kind !== kind) return;
          worker.removeEventListener('message', hear);
          resolve(data);
        };
        worker.addEventListener('message', hear);
      });
    const ready = answer('ready');
    worker.postMessage({ kind: 'init', base: setup.worker_base, spec: setup.spec });
    await ready;
    const judged = [];
    for (const [id, text] of sent.entries()) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const opening = answer('opened');
      worker.postMessage({ kind: 'open', id, file: new File([bytes], 'picture.jpg') });
      const opened = JSON.parse((await opening).json);
      if (!opened.crop) {
        judged.push({ opened, findings: opened.verdict.findings, bytes: [] });
        continue;
      }
      const finishing = answer('finished');
      worker.postMessage({ kind: 'finish', id, crop: opened.crop });
      const { json, file } = await finishing;
      judged.push({ opened, findings: JSON.parse(json).verdict.findings, bytes: [...file] });
    }
    worker.terminate();
    return judged;
  }, sent);
}

async function withoutSimd(context: BrowserContext) {
  await context.route('**/worker_loader.js', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('WebAssembly.validate(SIMD)', 'false');
    await route.fulfill({ response: answer, body });
  });
}

function prepared(picture: Buffer): { outcome: string; findings: Finding[]; file?: Buffer } {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'in.jpg'), picture);
    const report = ruji(['prepare', join(folder, 'in.jpg'), join(folder, 'out.jpg')]);
    let file: Buffer | undefined;
    try {
      file = readFileSync(join(folder, 'out.jpg'));
    } catch {
      // No file could be made.
    }
    return { ...report, file };
  });
}

function checked(file: Buffer): Finding[] {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'photo.jpg'), file);
    const report = ruji(['check', join(folder, 'photo.jpg')]);
    return (Array.isArray(report) ? report[0] : report).findings;
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ruji-same-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Exit code 1 says that the photograph fails, which is an answer too. */
function ruji(what: string[]) {
  const options = { cwd: join(__dirname, '../..'), env: { ...process.env, ...settings }, encoding: 'utf8' as const };
  try {
    return JSON.parse(execFileSync(binary, ['photo', ...what, '--profile', 'hunan', '--json'], options));
  } catch (error) {
    const { status, stdout } = error as { status?: number; stdout?: string };
    if (status !== 1 || !stdout) throw error;
    return JSON.parse(stdout);
  }
}

/** Outcomes and hints alike, values within rounding. */
function same(one: Finding[], two: Finding[], what: string) {
  const facts = (findings: Finding[]) => findings.map(({ rule, outcome, hint }) => `${rule} ${outcome} ${hint ?? ''}`).sort();
  expect(facts(one), what).toEqual(facts(two));
  for (const finding of one) {
    const other = two.find(({ rule }) => rule === finding.rule)!;
    const allowed = Math.max(0.02, Math.abs(finding.measured ?? 0) * 0.005);
    expect(Math.abs((finding.measured ?? 0) - (other.measured ?? 0)), `${what}: ${finding.rule}`).toBeLessThanOrEqual(allowed);
  }
}
