// Who visits (desktop, phone, WeChat, a browser without JavaScript), with which Chromium, and the server they visit.
// `cargo xtask e2e` sets the RUJI_E2E_… variables; without them a server built by `cargo build -p server` is used.
import { defineConfig } from '@playwright/test';
import { PHONE, WECHAT } from './support/devices';
import { chromium, server } from './support/environment';
import { hasWebkit } from './support/webkit';

const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: './tests',
  globalSetup: './support/early.ts',
  outputDir: './test-results',
  forbidOnly: !!process.env.CI,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.RUJI_E2E_REPORT ?? 'report/results.json' }],
    ['html', { outputFolder: 'report/html', open: 'never' }],
  ],
  use: {
    baseURL: server.baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Without DOM snapshots: Playwright would fetch blob: pictures for them, which the content security policy forbids.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: true, sources: true },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
      ],
    },
  },
  // A test says by tags where it makes sense: @desktop or @phone only there, @wechat there too, @nojs there too,
  // @nojs-only nowhere else, @webkit in a real WebKit where the machine has one. Untagged tests run on desktop and phone.
  projects: [
    { name: 'desktop', use: desktop, grepInvert: /@phone\b|@nojs-only|@webkit/ },
    { name: 'phone', use: PHONE, grepInvert: /@desktop\b|@nojs-only|@webkit/ },
    { name: 'wechat', use: WECHAT, grep: /@wechat/ },
    { name: 'nojs', use: { ...desktop, javaScriptEnabled: false }, grep: /@nojs/ },
    ...(hasWebkit ? [{ name: 'webkit', use: desktop, grep: /@webkit/ }] : []),
  ],
  webServer: server.command,
});
