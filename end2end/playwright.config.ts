// Who visits (desktop, phone, WeChat, a browser without JavaScript), with which Chromium, and the server they visit.
// `cargo xtask e2e` sets the RUJI_E2E_… variables; without them a server built by `cargo build -p server` is used.
import { defineConfig, devices } from '@playwright/test';
import { chromium, server } from './support/environment';

const WECHAT =
  'Mozilla/5.0 (Linux; Android 13; V2183A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
  'Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240301 MMWEBID/4242 MicroMessenger/8.0.48.2580(0x28003036) ' +
  'WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64';

// 360×640 is the smallest phone that every page must fit.
const phone = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  userAgent: devices['Pixel 5'].userAgent,
};
const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: './tests',
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
  // @nojs-only nowhere else. Untagged tests run on desktop and phone.
  projects: [
    { name: 'desktop', use: desktop, grepInvert: /@phone\b|@nojs-only/ },
    { name: 'phone', use: phone, grepInvert: /@desktop\b|@nojs-only/ },
    { name: 'wechat', use: { ...phone, userAgent: WECHAT }, grep: /@wechat/ },
    { name: 'nojs', use: { ...desktop, javaScriptEnabled: false }, grep: /@nojs/ },
  ],
  webServer: server.command,
});
