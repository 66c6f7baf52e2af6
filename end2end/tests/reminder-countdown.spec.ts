// The seconds of the reminder before handing in, on a page as the server makes it (app/src/pages/hand_in.rs): whether they run while the
// script is still on its way.
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = readFileSync(join(__dirname, '../../app/scripts/hand_in.js'), 'utf8');

async function open(page: Page, seconds: number) {
  const body = `<!DOCTYPE html><html lang="zh-CN"><title>温馨提示</title><link rel="icon" href="data:,"><form>
    <p class="countdown" data-seconds="${seconds}" data-ticking="{n} 秒后可以提交" data-button="提交（{n} 秒）" data-ready="现在可以提交了">
    <span role="timer"></span><span role="status"></span></p><button data-after-countdown>提交</button></form></html>`;
  await page.route('**/reminder', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.goto('/reminder');
}

test('seconds that passed before the script came are over', { tag: '@desktop' }, async ({ page }) => {
  await open(page, 1);
  await page.waitForFunction(() => performance.now() > (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).responseEnd + 1000);
  await page.evaluate(() => {
    const button = document.querySelector('button')!;
    const locked = () => button.ariaDisabled === 'true' && (button.dataset.locked = 'once');
    new MutationObserver(locked).observe(button, { attributeFilter: ['aria-disabled'] });
  });
  await page.addScriptTag({ content: SCRIPT, type: 'module' });
  await expect(page.getByRole('status')).toHaveText('现在可以提交了');
  await expect(page.getByRole('button', { name: '提交', exact: true })).not.toHaveAttribute('data-locked');
});

test('before they are over the button is out of use', { tag: '@desktop' }, async ({ page }) => {
  await open(page, 600);
  await page.addScriptTag({ content: SCRIPT, type: 'module' });
  await expect(page.getByRole('button')).toHaveText(/^提交（(599|600) 秒）$/);
  await expect(page.getByRole('button')).toBeDisabled();
});
