// Reads a QR symbol off the page, as a phone would.
import { expect, type Page } from '@playwright/test';
import jsQR from 'jsqr';

/** Pixels for a module. */
const SCALE = 4;

/** The text of the one QR symbol on the page. */
export async function readSymbol(page: Page): Promise<string> {
  const symbol = page.locator('.handoff__symbol svg, .confirm-qr svg');
  await expect(symbol).toBeVisible();
  const side = Number((await symbol.getAttribute('viewBox'))!.split(' ')[2]);
  const path = (await symbol.locator('path').last().getAttribute('d'))!;
  const width = side * SCALE;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+),(\d+)h1v1h-1z/g)) {
    for (let row = 0; row < SCALE; row++) {
      const start = (Number(y) * SCALE + row) * width + Number(x) * SCALE;
      for (let at = start; at < start + SCALE; at++) pixels.set([0, 0, 0], at * 4);
    }
  }
  const read = jsQR(pixels, width, width);
  expect(read, 'a QR symbol that can be read').not.toBeNull();
  return read!.data;
}
