// What a page costs: its HTML as the server sends it with the style sheet, compressed as the build compresses.
import { expect, type Page } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { settings } from './environment';

/** 30 KB, as in xtask/src/budget.rs. */
export const PAGE_LIMIT = 30 * 1024;

function style(): number {
  const folder = join(settings.RUJI_ASSETS__DIRECTORY, 'pkg');
  const sheets = readdirSync(folder).filter((name) => name.endsWith('.css.br'));
  expect(sheets.length, `a compressed style sheet in ${folder}`).toBeGreaterThan(0);
  return sheets.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
}

/** Bytes of the page at the address where the browser is, asked for once more. */
export async function pageBytes(page: Page, path = page.url()): Promise<number> {
  const answer = await page.request.get(path, { headers: { accept: 'text/html' } });
  const html = await answer.body();
  const packed = brotliCompressSync(html, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: html.length },
  });
  return packed.length + style();
}

export async function expectSmall(page: Page, what: string) {
  expect(await pageBytes(page), `bytes of ${what} with its style sheet`).toBeLessThanOrEqual(PAGE_LIMIT);
}
