// 在线身份确认 as the guide opens it; the web app; the rules of the examination room and the health report.
import { expectAccessible } from '../support/axe';
import { PAGE_LIMIT, pageBytes } from '../support/budget';
import { newcomer } from '../support/evidence';
import { county } from '../support/people';
import { expect, hasScripts, test } from '../support/test';

test('the first page leads to the phone, and the phone through what to have ready @wechat @nojs', async ({ page, context, isMobile }) => {
  await page.goto('/hubei/');
  if (isMobile) {
    await page.getByRole('link', { name: '在线身份确认' }).click();
  } else {
    await expect(page.getByRole('img', { name: '手机打开在线身份确认的二维码' })).toBeVisible();
    await page.goto('/hubei/confirmation');
  }
  await expect(page.getByText('手写签名，完成确认')).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: '登录' })).toBeVisible();
  await expectAccessible(page);

  await newcomer(context, undefined, county().code, 'sealed');
  await page.goto('/sealed/account');
  await page.getByRole('main').getByRole('link', { name: '在线身份确认' }).click();
  await page.screenshot({ path: test.info().outputPath('confirmation.png'), fullPage: true });
  await page.getByRole('link', { name: '开始验证' }).click();
  await expect(page.getByRole('heading', { name: '请准备本人蓝底登记照片和二代身份证' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '确定' }).click();
  await expect(page).toHaveURL(/\/sealed\/photo$/);
});

test('rules and health report are printed on paper @desktop', async ({ page, context }) => {
  await page.goto('/hubei/exam-rules');
  await expect(page.getByText('十、如不遵守考场规则')).toBeVisible();
  await expectAccessible(page);
  const sheets = async () => {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  };
  await page.goto('/hubei/health-report');
  await expectAccessible(page);
  expect(await sheets(), 'blank').toBe(1);
  await newcomer(context, undefined, county().code, 'sealed');
  for (const language of ['中文', 'English']) {
    await page.goto('/sealed/health-report');
    if (language === 'English') await page.getByRole('button', { name: 'English' }).click();
    await expect(page.locator('html'), 'a page that is being left cannot be printed').toHaveAttribute('lang', language === 'English' ? 'en' : 'zh-CN');
    await page.waitForLoadState();
    expect(await sheets(), language).toBe(1);
  }
  await page.screenshot({ path: test.info().outputPath('health-report.png'), fullPage: true });
});

test('the web app can be installed and says when there is no connection @phone', async ({ page, context, complaints, baseURL }) => {
  await page.goto('/hubei/confirmation');
  const href = await page.locator('link[rel="manifest"]').getAttribute('href');
  const manifest = await (await page.request.get(href!)).json();
  expect(manifest).toMatchObject({ start_url: '/hubei/', scope: '/hubei/', display: 'standalone' });
  for (const { src, type } of manifest.icons) {
    const icon = await page.request.get(src);
    expect(icon.headers()['content-type']).toBe(type);
  }
  await page.evaluate(() => navigator.serviceWorker.ready);
  const kept = () => page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname).sort();
  });
  await newcomer(context, undefined, county().code, 'sealed');
  await page.goto('/sealed/status');
  expect((await kept()).map((path) => path.replace(/pkg\/[^/]+/, 'pkg')), 'no page of a person is kept').toEqual(['/offline', '/pkg/main.css']);
  complaints.expected.push(/ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource/);
  await context.setOffline(true);
  await page.goto(`${baseURL}/sealed/status`);
  await expect(page.getByRole('heading', { name: '没有网络连接' })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('offline.png') });
  await context.setOffline(false);
});

test('the new pages keep their bytes @desktop', async ({ page, context }) => {
  await newcomer(context, undefined, county().code, 'signed');
  const large: string[] = [];
  const paths = ['/hubei/', '/hubei/confirmation', '/hubei/exam-rules', '/hubei/health-report', '/signed/signature', '/offline'];
  for (const path of paths) {
    const bytes = await pageBytes(page, path);
    if (bytes > PAGE_LIMIT) large.push(`${path}: ${(bytes / 1024).toFixed(1)} KB`);
  }
  expect(large).toEqual([]);
  expect(hasScripts()).toBe(true);
});
