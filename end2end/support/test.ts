// `test` for every scenario: a client address of its own, people with other browsers, and no scenario passes over an
// error in the browser's console, a page error or a violation of the content security policy.
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page, type Route } from '@playwright/test';
import { randomInt } from 'node:crypto';

export { expect };

export interface Complaints {
  list: string[];
  /** Complaints that the scenario provokes, e.g. the browser's line about a page that answers 401. */
  expected: RegExp[];
}

/** Opens a page in a browser of somebody else: a desktop with JavaScript unless told otherwise. */
type Somebody = (options?: BrowserContextOptions) => Promise<Page>;

interface Fixtures {
  address: string;
  complaints: Complaints;
  somebody: Somebody;
}

const DESKTOP: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: false,
  userAgent: undefined,
  javaScriptEnabled: true,
};

export const test = base.extend<Fixtures>({
  address: async ({}, use) => {
    await use(address());
  },
  extraHTTPHeaders: async ({ address }, use) => {
    await use({ 'X-Forwarded-For': address });
  },
  complaints: [
    async ({ context }, use) => {
      const complaints: Complaints = { list: [], expected: [] };
      listen(context, complaints);
      await use(complaints);
      const left = complaints.list.filter((line) => !complaints.expected.some((pattern) => pattern.test(line)));
      expect(left, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
  somebody: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const headers = { 'X-Forwarded-For': address() };
      const context = await browser.newContext({ ...DESKTOP, extraHTTPHeaders: headers, ...options });
      contexts.push(context);
      listen(context, complaints);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** `RUJI_E2E_SLOW_SCRIPTS`: scripts come so many milliseconds late, as on a poor line. Every scenario has to hold all the same. */
const LATE_MS = Number(process.env.RUJI_E2E_SLOW_SCRIPTS ?? 0);
/** `RUJI_E2E_SLOW_POSTS`: what is sent arrives so many milliseconds late: a scenario that reads the page of before, or leaves it, is found. */
const POST_LATE_MS = Number(process.env.RUJI_E2E_SLOW_POSTS ?? 0);

/** Collects what a browser complains about. */
export function listen(context: BrowserContext, complaints: Complaints) {
  if (LATE_MS > 0) void context.route(/\.(js|wasm)$/, (route) => late(route, LATE_MS));
  if (POST_LATE_MS > 0) void context.route('**', (route) => (route.request().method() === 'GET' ? route.fallback() : late(route, POST_LATE_MS)));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.list.push(`${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (error) => complaints.list.push(String(error.error())));
}

/** A client address: the limits per address cannot couple tests that come from different ones. */
export function address(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

export function hasScripts(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

async function late(route: Route, milliseconds: number) {
  await new Promise((done) => setTimeout(done, milliseconds));
  // the page that asked may be gone
  await route.continue().catch(() => {});
}

/** Such a script comes when the answer is called, and not before. */
export async function hold(page: Page, script: string): Promise<() => void> {
  let release!: () => void;
  const released = new Promise<void>((done) => (release = done));
  await page.route(script, async (route) => {
    await released;
    await route.continue().catch(() => {});
  });
  return release;
}
