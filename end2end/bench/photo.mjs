// `cargo xtask bench photo`, the browser's part: our photo worker and its peers in one Chromium on the same pictures, round by
// round in turn. Reads a plan (JSON) named on the command line, writes what was measured as JSON to the file it names.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serve } from './server.mjs';
import { PORTRAITS, large, portrait } from './pictures.mjs';

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { chromium } = createRequire(join(plan.root, 'package.json'))('@playwright/test');

/** What is compared: a page each, and what stands behind it. */
const CONTESTANTS = [
  { name: 'ours', what: 'whole verdict and finished file' },
  { name: 'face-api', what: 'tiny detector and 68 points' },
  { name: 'human', what: 'detector and 468 points' },
  { name: 'face-mesh', what: 'detector and 468 points' },
];

const browser = await chromium.launch({
  executablePath: plan.chromium,
  // WebGL by the processor: one peer wants it even for reading the picture, and machines that measure have no graphics card.
  args: [
    '--no-sandbox',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const server = await serve(plan);
try {
  const measured = await measure();
  mkdirSync(plan.out, { recursive: true });
  writeFileSync(join(plan.out, 'browser.json'), JSON.stringify(measured, null, 1));
} finally {
  await browser.close();
  server.close();
}

async function measure() {
  const sources = await theirs();
  const pictures = sources.map((bytes, index) => {
    server.add(`/pictures/${index}`, bytes);
    return `/pictures/${index}`;
  });
  const runs = CONTESTANTS.map((contestant) => ({ ...contestant, backend: '', bytes: 0, files: [], first: [], repeated: [], found: [] }));
  // A round of visits for nothing: the server packs files when they are first asked for.
  for (const run of runs) await visit(run, pictures[0], async () => {});
  for (let round = 0; round < plan.visits; round++) {
    for (const run of runs) {
      await visit(run, pictures[0], async (_, { firstMs, backend, files }) => {
        run.first.push(firstMs);
        Object.assign(run, { backend, files, bytes: files.reduce((sum, file) => sum + file.bytes, 0) });
      });
    }
  }
  await together(runs, pictures[0], (pages) => repeat(pages, runs, pictures));
  return { chromium: browser.version(), contestants: runs, large: await atTenMegapixels(sources, pictures) };
}

/** The pictures the plan names, or portraits cut from the peers' samples. */
async function theirs() {
  if (plan.pictures.length > 0) return plan.pictures.map((path) => readFileSync(path));
  const page = await browser.newPage();
  const made = [];
  for (const [name, area] of PORTRAITS) {
    made.push(await portrait(page, readFileSync(join(plan.peers, '@vladmandic/face-api/demo', name)), area));
  }
  await page.close();
  return made;
}

/** Opens a contestant's page with nothing in the cache, waits for its first result, then does `then`. */
async function visit(run, picture, then) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  await context.route('**', (route) => (route.request().url().startsWith(server.origin) ? route.fallback() : route.abort()));
  try {
    server.forget();
    await page.goto(`${server.origin}/pages/${run.name}.html?picture=${encodeURIComponent(picture)}`);
    const first = await page.waitForFunction(() => window.first, null, { timeout: plan.patienceMs });
    await then(page, { ...(await first.jsonValue()), files: server.asked() });
  } catch (error) {
    throw new Error(`${run.name}: ${[String(error), ...troubles].join('; ')}`);
  } finally {
    await context.close();
  }
}

/** Opens every contestant's page and does `then` while all are open. */
function together(runs, picture, then, pages = []) {
  if (pages.length === runs.length) return then(pages);
  return visit(runs[pages.length], picture, (page) => together(runs, picture, then, [...pages, page]));
}

/** Every picture several times on warm pages, in turn, so that what else the machine does falls on all; round 0 does not count. */
async function repeat(pages, runs, pictures) {
  for (let round = 0; round <= plan.rounds; round++) {
    for (const [index, picture] of pictures.entries()) {
      for (const [at, run] of runs.entries()) {
        const { ms, openMs, found } = await pages[at].evaluate((picture) => window.again(picture), picture);
        run.found[index] = found;
        if (round > 0) run.repeated.push({ picture: index, ms, openMs });
        else if (run.name === 'ours') await keep(pages[at], index);
      }
    }
  }
}

/** The finished file, for the native part. */
async function keep(page, index) {
  const file = await page.evaluate(() => window.finished && Array.from(window.finished));
  if (!file) return;
  mkdirSync(join(plan.out, 'finished'), { recursive: true });
  writeFileSync(join(plan.out, 'finished', `${index}.jpg`), Buffer.from(file));
}

/** Ours with a JPEG of ten megapixels: from navigation to the first verdict, and warm from choice to finished file. */
async function atTenMegapixels(sources, pictures) {
  const [ours] = CONTESTANTS;
  const index = await firstReady(ours, pictures);
  if (index === undefined) return { missing: 'no picture with one face that fits a certificate photograph' };
  const blank = await browser.newPage();
  const bytes = await large(blank, sources[index]);
  await blank.close();
  server.add('/pictures/large', bytes);
  const [first, warm] = [[], []];
  for (let round = 0; round < plan.visits; round++) {
    await visit(ours, '/pictures/large', async (page, { firstMs }) => {
      first.push(firstMs);
      await page.evaluate(() => window.again('/pictures/large'));
      for (let again = 0; again < 3; again++) warm.push(await page.evaluate(() => window.again('/pictures/large')));
    });
  }
  return { bytes: bytes.length, picture: index, found: warm[0].found, first, warm: warm.map(({ ms, openMs, finishMs }) => ({ ms, openMs, finishMs })) };
}

async function firstReady(ours, pictures) {
  for (const [index, picture] of pictures.entries()) {
    let ready = false;
    await visit(ours, picture, async (_, { ready: is }) => void (ready = is));
    if (ready) return index;
  }
  return undefined;
}
