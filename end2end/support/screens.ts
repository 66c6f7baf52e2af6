// Pictures of whole pages for people to look at (and for the README), in end2end/screens/, which git ignores.
import type { Page, TestInfo } from '@playwright/test';
import { join } from 'node:path';

/** Takes `NAME-PROJECT.png` at the size of the project. */
export async function shoot(page: Page, info: TestInfo, name: string) {
  const file = join(__dirname, '../screens', `${name}-${info.project.name}.png`);
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
}

/** Nothing may stick out sideways: people scroll in one direction. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
