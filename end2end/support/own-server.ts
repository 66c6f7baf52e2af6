// A server of a test's own, on its own port and data: for what would disturb everybody else, such as gateways that are down, and
// profiles that change between two starts.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, request as requests } from '@playwright/test';
import { binary, layProfiles, settingsOf } from './environment';
import { test as base } from './test';

export class OwnServer {
  private process?: ChildProcess;

  private constructor(
    private readonly data: string,
    private readonly port: number,
    private readonly more: Record<string, string>,
  ) {}

  /** `more`: settings besides the common ones. */
  static async start(more: Record<string, string> = {}): Promise<OwnServer> {
    const data = mkdtempSync(join(tmpdir(), 'ruji-own-'));
    mkdirSync(join(data, 'files'));
    layProfiles(data);
    const server = new OwnServer(data, await freePort(), more);
    await server.run();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** For commands of `ruji` on the same data. */
  get settings() {
    return { ...settingsOf(this.data, this.port, this.url), ...this.more };
  }

  /** Changes a file of the profiles; it counts from the next start on. */
  change(file: string, how: (text: string) => string) {
    const path = join(this.data, 'profiles', file);
    const [before, after] = [readFileSync(path, 'utf8'), how(readFileSync(path, 'utf8'))];
    expect(after, `${file} is changed`).not.toBe(before);
    writeFileSync(path, after);
  }

  /** The profile as it is, to go back to. */
  read(file: string): string {
    return readFileSync(join(this.data, 'profiles', file), 'utf8');
  }

  async restart() {
    await this.end();
    await this.run();
  }

  /** Without asking it, as the kernel does when memory is short. */
  async kill() {
    const process = this.process!;
    const ended = new Promise((done) => process.once('exit', done));
    process.kill('SIGKILL');
    await ended;
  }

  async remove() {
    await this.end();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** Whether gateways take messages, by the switch of the development inbox. */
  async takeMessages(take: boolean) {
    const http = await requests.newContext({ baseURL: this.url });
    const answer = await http.post('/dev/sms', { form: { away: String(!take) } });
    expect(answer.ok()).toBe(true);
    await http.dispose();
  }

  private async run() {
    const env = { ...process.env, ...this.settings };
    const started = spawn(binary, ['serve'], { cwd: resolve(__dirname, '../..'), env, stdio: ['ignore', 'ignore', 'inherit'] });
    this.process = started;
    const http = await requests.newContext({ baseURL: this.url });
    const ready = async () => {
      expect(started.exitCode, 'the server runs').toBeNull();
      return http.get('/health/ready').then((answer) => answer.ok(), () => false);
    };
    await expect.poll(ready, { timeout: 60_000 }).toBe(true);
    await http.dispose();
  }

  private async end() {
    const process = this.process;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((done) => process.once('exit', done));
    process.kill('SIGTERM');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** `test` with a server of its own. */
export const test = base.extend<{ own: OwnServer }>({
  own: async ({ complaints }, use) => {
    // pages that follow live news ask while it is away
    complaints.expected.push(/ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)|status of 503 .*handoff/);
    const own = await OwnServer.start();
    await use(own);
    await own.remove();
  },
});
