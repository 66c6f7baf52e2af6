// The second visit to the photo step downloads neither engine nor models, whatever became of the HTTP cache; and the store that
// makes it so is never trusted blindly and never needed.
import type { Page } from '@playwright/test';
import { lend, registered } from '../support/applicant';
import { choosePicture } from '../support/journey';
import { county } from '../support/people';
import { compliant } from '../support/pictures';
import { expect, test } from '../support/test';

const STORE = 'photo-1';

test.beforeEach(async ({ page, context }) => {
  await lend(await registered(county()), context);
  await page.goto('/short/photo');
});

test('the second visit fetches nothing but the worker’s script', async ({ page, context }) => {
  const asked = requests(page);
  await judge(page);
  expect(asked.map(kind).sort()).toEqual(['manifest', 'model', 'model', 'model', 'script', 'wasm']);
  await kept(page, 5);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.clearBrowserCache');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.reload();
  asked.length = 0;
  // Not even tried: what is asked for would fail.
  await context.route(/\.(wasm|onnx|rten|bin)$|manifest\.json$/, (route) => route.abort());
  await judge(page);
  expect(asked.map(kind)).toEqual(['script']);
});

test('an entry with other bytes than promised is fetched again', { tag: '@desktop' }, async ({ page }) => {
  await judge(page);
  await kept(page, 5);
  const spoilt = await page.evaluate(spoil, STORE);
  const asked = requests(page);
  await page.reload();
  await judge(page);
  expect(asked.filter((url) => kind(url) === 'model' || kind(url) === 'wasm')).toHaveLength(spoilt);
  await expect.poll(() => page.evaluate(wrong, STORE)).toBe(0);
});

test('entries that no build needs any more go', { tag: '@desktop' }, async ({ page }) => {
  await page.evaluate(async (name) => {
    await (await caches.open(name)).put('/assets/photo/by-hash/old', new Response('old'));
  }, STORE);
  await judge(page);
  await kept(page, 5);
  expect(await page.evaluate(async (name) => !(await (await caches.open(name)).match('/assets/photo/by-hash/old')), STORE)).toBe(true);
});

const WITHOUT = {
  'no store at all': `Object.defineProperty(self, 'caches', { get() { throw new DOMException('no', 'SecurityError'); } });`,
  'a store that is full': `Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError'); };`,
};
for (const [what, before] of Object.entries(WITHOUT)) {
  test(`with ${what} the picture is judged all the same`, { tag: '@desktop' }, async ({ page, context }) => {
    await context.route('**/worker_loader.js', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `${before}\n${await answer.text()}` });
    });
    await judge(page);
    await page.reload();
    await judge(page);
  });
}

async function judge(page: Page) {
  await choosePicture(page, compliant());
  await expect(page.getByRole('button', { name: '使用这张照片' })).toBeEnabled({ timeout: 45_000 });
}

/** Waits until the store holds so many entries: it is filled after the first verdict. */
async function kept(page: Page, entries: number) {
  await expect.poll(() => page.evaluate(async (name) => (await (await caches.open(name)).keys()).length, STORE)).toBe(entries);
}

/** Requests for the worker's files from now on. */
function requests(page: Page): string[] {
  const urls: string[] = [];
  page.context().on('request', (request) => {
    if (request.url().includes('/assets/photo/')) urls.push(request.url());
  });
  return urls;
}

function kind(url: string): string {
  if (url.endsWith('manifest.json')) return 'manifest';
  if (url.endsWith('.wasm')) return 'wasm';
  return url.endsWith('.js') ? 'script' : 'model';
}

/** Runs in the page: cuts one entry short and changes a byte of another; gives how many. */
async function spoil(name: string): Promise<number> {
  const store = await caches.open(name);
  const entries = (await store.keys()).filter(({ url }) => url.includes('/by-hash/'));
  const bytes = async (at: number) => new Uint8Array(await (await store.match(entries[at]))!.arrayBuffer());
  await store.put(entries[0], new Response((await bytes(0)).slice(0, 1000)));
  const changed = await bytes(1);
  changed[5000] ^= 1;
  await store.put(entries[1], new Response(changed));
  return 2;
}

/** Runs in the page: how many entries are not what their address says. */
async function wrong(name: string): Promise<number> {
  const store = await caches.open(name);
  let count = 0;
  for (const request of (await store.keys()).filter(({ url }) => url.includes('/by-hash/'))) {
    const hash = await crypto.subtle.digest('SHA-256', await (await store.match(request))!.arrayBuffer());
    const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (!request.url.endsWith(hex)) count += 1;
  }
  return count;
}
