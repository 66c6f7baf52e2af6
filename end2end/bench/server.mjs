// What every contestant is fetched from: one local server that packs with Brotli (quality 11) as the real one does, and
// notes how many bytes of which file crossed the line. Pictures are not counted.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export async function serve(plan) {
  const folders = { photo: plan.dist, peers: plan.peers, pages: join(plan.root, 'end2end/bench/pages') };
  const made = new Map([['/spec.json', Buffer.from(JSON.stringify(plan.spec))]]);
  let seen = new Map();

  const http = createServer((request, answer) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const bytes = made.get(path) ?? read(folders, path);
    if (!bytes) return answer.writeHead(404).end();
    const picture = path.startsWith('/pictures/');
    const packed = picture ? bytes : pack(plan.cache, bytes);
    const body = packed.length < bytes.length ? packed : bytes;
    if (!picture && request.method === 'GET') seen.set(path, body.length);
    answer.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': body.length,
      'cache-control': 'no-store',
      ...(body === packed && !picture ? { 'content-encoding': 'br' } : {}),
    });
    return answer.end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise((ready) => http.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${http.address().port}`,
    add: (path, bytes) => void made.set(path, bytes),
    forget: () => void (seen = new Map()),
    asked: () => [...seen].map(([path, bytes]) => ({ path, bytes })),
    close: () => http.close(),
  };
}

function read(folders, path) {
  const [, folder, ...rest] = normalize(path).split('/');
  const file = folders[folder] && join(folders[folder], ...rest);
  return file && existsSync(file) ? readFileSync(file) : undefined;
}

/** Packed once a machine: quality 11 takes half a minute for a large model. */
const inMemory = new Map();
function pack(cache, bytes) {
  const key = createHash('sha256').update(bytes).digest('hex');
  const file = join(cache, `${key}.br`);
  if (!inMemory.has(key)) {
    if (!existsSync(file)) {
      mkdirSync(cache, { recursive: true });
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
      writeFileSync(file, brotliCompressSync(bytes, { params }));
    }
    inMemory.set(key, readFileSync(file));
  }
  return inMemory.get(key);
}
