// Pictures for the photo step: those of ../shared/photos beside the clone, and broken ones made here.
import type { Browser } from '@playwright/test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Picture } from './journey';

const folder = resolve(__dirname, '../../../shared/photos');

/** A picture of the shared folder, which is not part of the repository. */
export function shared(name: string): string {
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`The picture ${name} is missing: this test needs ${folder} beside the clone.`);
  return path;
}

/** A finished photograph that keeps every rule. */
export const compliant = () => shared('compliance/bdemo2_pass.jpg');

/** Another person's. */
export const anotherCompliant = () => shared('compliance/b10_pass.jpg');

type Colour = [number, number, number];

/** An ordinary picture as a camera takes it: large, with room around the person, on a background of the colour. */
export async function ordinary(browser: Browser, background: Colour = [100, 197, 255]): Promise<Picture> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  const source = `data:image/jpeg;base64,${readFileSync(compliant()).toString('base64')}`;
  const made = await page.evaluate(before, { source, background });
  await context.close();
  return file('IMG_20261121_093015.jpg', 'image/jpeg', Buffer.from(made.slice(made.indexOf(',') + 1), 'base64'));
}

/** Runs in the page: what has the photograph's own background colour gets the wanted one, edges in proportion. */
async function before({ source, background }: { source: string; background: Colour }): Promise<string> {
  const OWN = [100, 197, 255];
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1200, 1600];
  const drawing = canvas.getContext('2d')!;
  drawing.fillStyle = `rgb(${OWN})`;
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(image, 150, 400, 900, 1200);
  if (background.some((value, channel) => value !== OWN[channel])) {
    const picture = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const { data } = picture;
    for (let at = 0; at < data.length; at += 4) {
      const far = Math.hypot(...OWN.map((value, channel) => data[at + channel] - value));
      const share = Math.max(0, Math.min(1, (150 - far) / 90));
      OWN.forEach((value, channel) => (data[at + channel] += share * (background[channel] - value)));
    }
    drawing.putImageData(picture, 0, 0);
  }
  return canvas.toDataURL('image/jpeg', 0.93);
}

export function file(name: string, mimeType: string, buffer: Buffer): Picture {
  return { name, mimeType, buffer };
}

/** The first part of a JPEG, as a connection that broke leaves it. */
export function truncated(): Picture {
  const whole = readFileSync(compliant());
  return file('truncated.jpg', 'image/jpeg', whole.subarray(0, Math.floor(whole.length * 0.55)));
}

/** A JPEG whose frame header claims 65535×65535 pixels. */
export function hugeHeader(): Picture {
  const bytes = Buffer.from(readFileSync(compliant()));
  // SOF0, SOF1 and SOF2: marker, length (2), precision (1), height (2), width (2).
  const frame = bytes.findIndex(
    (byte, at) => byte === 0xff && at > 2 && bytes[at + 1] >= 0xc0 && bytes[at + 1] <= 0xc2,
  );
  bytes.fill(0xff, frame + 5, frame + 9);
  return file('huge.jpg', 'image/jpeg', bytes);
}

/** Two frames of one pixel. */
export function animatedGif(): Picture {
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0];
  const head = [...Buffer.from('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
  return file('moving.gif', 'image/gif', Buffer.from([...head, ...frame, ...frame, 0x3b]));
}

/** What an iPhone calls HEIC: the file type box and some content. */
export function heic(): Picture {
  const type = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  return file('IMG_0001.HEIC', 'image/heic', Buffer.concat([type, Buffer.alloc(4096, 0x5a)]));
}

/** A grey PNG with 16 bits a sample that shows nobody. */
export function deepPng(width = 600, height = 800): Picture {
  const line = Buffer.alloc(1 + width * 6, 0x80);
  line[0] = 0;
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([16, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return file('deep.png', 'image/png', Buffer.concat([signature, ...chunks]));
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export function empty(): Picture {
  return file('empty.jpg', 'image/jpeg', Buffer.alloc(0));
}

/** More bytes than anybody may upload, behind the beginning of a JPEG; on disk, as test runners hand over no more. */
export function enormous(path: string): string {
  const whole = Buffer.alloc(51 * 1024 * 1024, 0x20);
  whole.set([0xff, 0xd8, 0xff, 0xe0]);
  writeFileSync(path, whole);
  return path;
}

/** ISO 3309, as PNG asks for. */
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
