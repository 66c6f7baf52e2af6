// Pictures of whole pages for people to look at (and for the README), in end2end/screens/, which git ignores.
import { expect, type Page, type TestInfo } from '@playwright/test';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from './axe';

const DOCS = join(__dirname, '../../docs');

/** Takes `NAME-PROJECT.png` at the size of the project. */
export async function shoot(page: Page, info: TestInfo, name: string) {
  const file = join(__dirname, '../screens', `${name}-${info.project.name}.png`);
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
}

/** Nothing may stick out sideways: people scroll in one direction. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Lists that would have to be scrolled sideways, by their names. */
export async function sideways(page: Page): Promise<string[]> {
  return page.locator('.table-frame:has(.table--lines)').evaluateAll((frames) =>
    frames.filter((frame) => frame.scrollWidth > frame.clientWidth).map((frame) => frame.getAttribute('aria-label') ?? ''),
  );
}

/** Names of columns that a line of a phone shows though nothing stands there. */
async function blank(page: Page): Promise<(string | null)[]> {
  return page.locator('.table--lines td:visible').evaluateAll((cells: HTMLElement[]) =>
    cells
      .filter((cell) => !cell.innerText.trim() && !cell.querySelector('input, img, svg, progress'))
      .map((cell) => cell.getAttribute('data-head')),
  );
}

/** A page of the console as it should be: no wider than its window and axe-clean. With RUJI_SCREENS=docs the
 * pictures that docs/console.md shows are taken anew; others are for people to look at. */
export async function lookedAt(page: Page, info: TestInfo, what: string) {
  const name = `console-${what}-${info.project.name}.png`;
  const docs = process.env.RUJI_SCREENS === 'docs' && readFileSync(join(DOCS, 'console.md'), 'utf8').includes(`(console/${name})`);
  const folder = docs ? join(DOCS, 'console') : join(__dirname, '../screens');
  mkdirSync(folder, { recursive: true });
  const fullPage = info.project.name !== 'desktop';
  await page.screenshot({ path: join(folder, name), fullPage, animations: 'disabled' });
  expect(await overflow(page), `${what} sticks out sideways`).toBe(0);
  expect(await sideways(page), `lists of ${what} that are scrolled sideways`).toEqual([]);
  if (info.project.name === 'phone') expect(await blank(page), `columns of ${what} that hold nothing`).toEqual([]);
  await expectAccessible(page, what);
}
