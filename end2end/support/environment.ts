// The server under test: its port, its throw-away data, and profiles whose enrolment window is open today.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const port = process.env.RUJI_E2E_PORT ?? '3917';
// A server that is already running with the settings below, for trying things out; then nothing is started.
const running = process.env.RUJI_E2E_BASE;
export const binary =
  process.env.RUJI_E2E_SERVER ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/ruji');
const baseURL = running ?? `http://127.0.0.1:${port}`;
const data = join(tmpdir(), `ruji-e2e-${port}`);

export const chromium =
  process.env.RUJI_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));

// Workers read this file too; only the first process lays the data.
if (!running && process.env.TEST_WORKER_INDEX === undefined) {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  layProfiles(data);
  process.on('exit', () => rmSync(data, { recursive: true, force: true }));
}

/** Settings of the server, and of every other command of `ruji` on the same data. */
export const settings = settingsOf(data, port, baseURL);

/** Settings of a server on data of its own. */
export function settingsOf(data: string, port: number | string, url: string) {
  return {
    RUJI_SERVICE__MODE: 'development',
    RUJI_SERVICE__PUBLIC_URL: url,
    RUJI_SERVICE__PROFILES: join(data, 'profiles'),
    RUJI_HTTP__LISTEN: `127.0.0.1:${port}`,
    // Every test comes from an address of its own (support/test.ts), so limits per address cannot couple them.
    RUJI_HTTP__TRUSTED_PROXIES: '127.0.0.1',
    RUJI_DATABASE__URL: `sqlite:${join(data, 'ruji.sqlite')}`,
    RUJI_FILES__DIRECTORY: join(data, 'files'),
    RUJI_KEYS__MASTER_KEY_FILE: join(data, 'master.key'),
    RUJI_PHOTO__MODELS: join(root, 'models'),
    // Reviewers look at everything, unless a test is about the engines.
    RUJI_IDENTITY__ENGINE: 'off',
    RUJI_ASSETS__DIRECTORY: process.env.RUJI_E2E_ASSETS ?? join(root, 'dist'),
    RUJI_TELEMETRY__LOG_FILTER: 'warn',
    RUJI_TELEMETRY__LOG_FORMAT: 'text',
  };
}

export const server = {
  baseURL,
  command: running
    ? undefined
    : {
        command: `'${binary}' serve --demo`,
        cwd: root,
        url: `${baseURL}/health/ready`,
        timeout: 180_000,
        reuseExistingServer: false,
        stdout: 'ignore' as const,
        stderr: 'pipe' as const,
        gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 5_000 },
        env: settings,
      },
};

/** The profiles of the repository and of its documentation in a server's data, others made of Hunan beside them, and windows open today. */
export function layProfiles(data: string) {
  cpSync(join(root, 'shared/profiles'), join(data, 'profiles'), { recursive: true });
  cpSync(join(root, 'docs/example-province'), join(data, 'profiles'), { recursive: true });
  derive(data, 'short', '["document", "photo"]', 0);
  derive(data, 'twice', '["document", "photo"]', 1, 'at_once');
  derive(data, 'away', '["document", "photo"]', 0);
  derive(data, 'known', '["document", "photo"]', 0);
  change(join(data, 'profiles', 'known.toml'), (text) =>
    text.replace(/^allotment = .*$/m, 'allotment = "at_once"').replace('[number]', '[existing]\nenabled = true\n\n[number]'),
  );
  derive(data, 'evident', '["document", "card", "photo", "face"]', 0);
  derive(data, 'spoken', '["document", "card", "face"]', 0, 'after_review', 'hubei');
  decideAtOnce(data, 'signed', '["document", "signature"]');
  decideAtOnce(data, 'sealed', '["document", "photo", "signature"]');
  derive(data, 'joining', '["document", "password", "questions", "details", "attachments", "photo"]', 0, 'at_once', 'hubei');
  for (const file of readdirSync(join(data, 'profiles')).filter((name) => name.endsWith('.toml'))) {
    openWindow(join(data, 'profiles', file));
  }
  openOffices(data);
}

// Hunan once more with fewer steps, for what does not depend on the others: `short` with two, `twice` with two, a second check of
// every approval and the number with it, `evident` with all evidence, `away` to be administered, `known` where candidates who have
// numbers register. And Hubei once more: `joining`, registering and what is entered; `spoken`, its card and its digits read aloud.
function derive(data: string, name: string, steps: string, share: number, allotment = 'after_review', of = 'hunan') {
  const [from, to] = [of, name].map((folder) => join(data, 'profiles', folder));
  cpSync(from, to, { recursive: true });
  const derived = readFileSync(`${from}.toml`, 'utf8')
    .replace(`province = "${of}"`, `province = "${name}"`)
    .replace(/^steps = .*$/m, `steps = ${steps}`)
    .replace(/^decision = .*$/m, 'decision = "reviewers"')
    .replace(/^reminder_secs = .*$/m, 'reminder_secs = 0')
    .replace(/^second_check_share = .*$/m, `second_check_share = ${share}`)
    .replace(/^allotment = .*$/m, `allotment = "${allotment}"`);
  writeFileSync(`${to}.toml`, derived);
}

function change(file: string, how: (text: string) => string) {
  writeFileSync(file, how(readFileSync(file, 'utf8')));
}

// A province that decides at once about what is signed: `signed` asks for nothing else, `sealed` for a photograph too.
function decideAtOnce(data: string, name: string, steps: string) {
  derive(data, name, steps, 0);
  const [profile, reasons] = [`${name}.toml`, `${name}/reasons.csv`].map((file) => join(data, 'profiles', file));
  const text = readFileSync(profile, 'utf8')
    .replace(/^steps = /m, 'decision = "automatic"\nsteps = ')
    .replace(/^allotment = .*$/m, 'allotment = "at_once"');
  // with the annexes of Hubei's guide
  const notices = readFileSync(join(data, 'profiles/hubei.toml'), 'utf8').split(/^(?=\[\[notices\]\])/m);
  const annexes = ['exam.rules', 'health.report'].map((code) => notices.find((notice) => notice.includes(`code = "${code}"`))!);
  writeFileSync(profile, [text.trimEnd(), ...annexes.map((annex) => annex.split(/^# /m)[0].trimEnd()), ''].join('\n\n'));
  const illegible = 'signature.illegible,signature,签名无法辨认,The signature cannot be read';
  writeFileSync(reasons, `${readFileSync(reasons, 'utf8').trimEnd()}\n${illegible}\n`);
}

// Offices are open every day from yesterday on, whatever the date.
function openOffices(data: string) {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  for (const province of ['hunan', 'short', 'twice', 'evident']) {
    const file = join(data, 'profiles', province, 'offices.csv');
    const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    const open = lines.map((line) => {
      const cells = line.split(',');
      [cells[5], cells[6]] = [`${day(-1)}..${day(20)}`, ''];
      return cells.join(',');
    });
    writeFileSync(file, [head, ...open, ''].join('\n'));
  }
}

// One window from ten days ago to thirty days ahead, whatever the date; its code stays that of the file's first one.
function openWindow(profile: string) {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const text = readFileSync(profile, 'utf8');
  const windows = [...text.matchAll(/^\[\[windows\]\]\n(?:[^\[\n].*\n)*/gm)].map((found) => found[0]);
  if (windows.length === 0) return;
  const open = windows[0]
    .replace(/^opens_at = .*$/m, `opens_at = "${day(-10)}T08:30"`)
    .replace(/^closes_at = .*$/m, `closes_at = "${day(30)}T17:00"`)
    .replace(/^review_closes_at = .*$/m, `review_closes_at = "${day(40)}T17:00"`);
  const rewritten = windows
    .slice(1)
    .reduce((rest, other) => rest.replace(other, ''), text)
    .replace(windows[0], open)
    // What is drawn by chance would fail by chance.
    .replace(/^second_check_share = 0\..*$/m, 'second_check_share = 0');
  writeFileSync(profile, rewritten);
}
