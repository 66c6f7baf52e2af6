// A real WebKit, which every browser on an iPhone is: Debian's WebKitGTK on a display that nobody sees, driven by the WebDriver
// protocol (https://www.w3.org/TR/webdriver2/), as Playwright's own WebKit is not to be had from a registry of packages.
import { expect, type BrowserContext, type TestInfo } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { server } from './environment';

const [DRIVER, DISPLAY] = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'];
const BROWSER = ['x86_64', 'aarch64']
  .flatMap((machine) => ['4.1', '4.0'].map((api) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${api}/MiniBrowser`))
  .find((file) => existsSync(file));
const WINDOW = { width: 400, height: 800 };
const PATIENCE_MS = 30_000;

/** Whether this run is to use it (`RUJI_E2E_WEBKIT=1`; docs/roadmap.md says why not every run does) and the machine has it. */
export const hasWebkit =
  !!process.env.RUJI_E2E_WEBKIT && BROWSER !== undefined && [DRIVER, DISPLAY].every((file) => existsSync(file));

type Cookies = Parameters<BrowserContext['addCookies']>[0];
type Point = [x: number, y: number];

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

/** A display without a screen; gives its name. */
async function display(): Promise<{ process: ChildProcess; name: string }> {
  const process = spawn(DISPLAY, ['-displayfd', '3', '-screen', '0', '1280x1600x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const name = await new Promise<string>((done, fail) => {
    process.stdio[3]!.once('data', (line: Buffer) => done(`:${line.toString().trim()}`));
    process.once('exit', (code) => fail(new Error(`the display ended (${code})`)));
  });
  return { process, name };
}

export class Webkit {
  private constructor(
    private readonly processes: ChildProcess[],
    private readonly session: string,
  ) {}

  static async start(): Promise<Webkit> {
    const screen = await display();
    const port = await freePort();
    const env = {
      ...process.env,
      DISPLAY: screen.name,
      LC_ALL: 'C.UTF-8',
      LANGUAGE: 'zh_CN',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // the pages come from the server under test, and containers have no namespaces to build one from
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    };
    const driver = spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });
    const base = `http://127.0.0.1:${port}`;
    await expect.poll(() => fetch(`${base}/status`).then((answer) => answer.ok, () => false), { timeout: PATIENCE_MS }).toBe(true);
    const options = { binary: BROWSER, args: ['--automation'] };
    const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } };
    const opened = await ask('POST', `${base}/session`, { capabilities });
    const webkit = new Webkit([driver, screen.process], `${base}/session/${opened.sessionId}`);
    await webkit.call('POST', '/window/rect', WINDOW);
    await webkit.call('POST', '/timeouts', { implicit: PATIENCE_MS });
    return webkit;
  }

  async end() {
    await this.call('DELETE', '').catch(() => {});
    for (const process of this.processes) process.kill();
  }

  private call(method: string, path: string, body?: unknown) {
    return ask(method, this.session + path, body);
  }

  /** A path of the server under test. */
  go(path: string): Promise<unknown> {
    return this.call('POST', '/url', { url: server.baseURL + path });
  }

  /** Runs a function's body in the page. */
  run<T>(script: string, ...args: unknown[]): Promise<T> {
    return this.call('POST', '/execute/sync', { script, args });
  }

  /** What stands on the page. */
  text(): Promise<string> {
    return this.run('return document.querySelector("main").innerText');
  }

  /** Waits for words on the page. */
  async read(words: string | RegExp) {
    // between two pages there is none
    const text = () => this.text().catch(() => '');
    await expect.poll(text, { timeout: PATIENCE_MS }).toMatch(typeof words === 'string' ? new RegExp(words) : words);
  }

  private async element(css: string): Promise<string> {
    return Object.values(await this.call('POST', '/element', { using: 'css selector', value: css }))[0] as string;
  }

  async click(css: string) {
    await this.call('POST', `/element/${await this.element(css)}/click`);
  }

  /** Text into a field, or a file's path into a choice of files. */
  async type(css: string, text: string) {
    await this.call('POST', `/element/${await this.element(css)}/value`, { text });
  }

  /** Presses the button that says so, as soon as it can be pressed. */
  async press(label: string) {
    const found = `const button = [...document.querySelectorAll('main button')]
      .find((one) => one.textContent.trim() === arguments[0] && !one.disabled && one.ariaDisabled !== 'true' && one.offsetParent);`;
    await expect.poll(() => this.run(`${found} return !!button`, label), { timeout: PATIENCE_MS, message: label }).toBe(true);
    await this.run(`${found} button.click()`, label);
  }

  /** Chooses in a list, as scripts hear of it. */
  async select(name: string, value: string) {
    const script = `const list = document.querySelector('select[name=' + arguments[0] + ']');
      list.value = arguments[1]; list.dispatchEvent(new Event('change', { bubbles: true }));`;
    await this.run(script, name, value);
  }

  /** One stroke with the pointer, in shares of an element. */
  async draw(css: string, points: Point[]) {
    const place = `const element = document.querySelector(arguments[0]); element.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = element.getBoundingClientRect(); return [left, top, width, height];`;
    const [left, top, width, height] = await this.run<number[]>(place, css);
    const [first, ...rest] = points.map(([x, y]) => ({
      type: 'pointerMove',
      duration: 30,
      x: Math.round(left + x * width),
      y: Math.round(top + y * height),
    }));
    const actions = [first, { type: 'pointerDown', button: 0 }, ...rest, { type: 'pointerUp', button: 0 }];
    await this.call('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', actions }] });
  }

  /** Takes a session over; a page of the server must be open. */
  async addCookies(cookies: Cookies) {
    for (const { name, value, path, httpOnly } of cookies) {
      await this.call('POST', '/cookie', { cookie: { name, value, path, httpOnly } });
    }
  }

  /** Files of the service that this page fetched, and how often each. */
  async fetched(): Promise<Map<string, number>> {
    const names = await this.run<string[]>('return performance.getEntriesByType("resource").map(({ name }) => name)');
    const paths = names.map((name) => new URL(name).pathname).filter((path) => /^\/(pkg|assets)\//.test(path));
    return new Map(paths.map((path) => [path, paths.filter((other) => other === path).length]));
  }

  async shoot(info: TestInfo, name: string) {
    writeFileSync(info.outputPath(`${name}.png`), Buffer.from(await this.call('GET', '/screenshot'), 'base64'));
  }
}

async function ask(method: string, url: string, body: unknown = method === 'POST' ? {} : undefined): Promise<any> {
  const answer = await fetch(url, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error} ${value.message}`);
  return value;
}
