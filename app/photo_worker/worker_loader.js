// The photo worker's script: picks a build of the engine, fetches it and the models side by side, counts the bytes, and
// passes messages on, one at a time. What a picture is worth is decided in Rust (src/lib.rs), what is shown by the page.
// `base` is the folder of this build: what lies in it never changes, so browsers keep it. Those that keep little (WebViews
// of messengers) find engine and models again in the Cache Storage, by the hash of their content. The build puts the glue
// behind this script where both builds of the engine share it.
//   in:  {kind: 'init', base, spec}   {kind: 'open', id, file}   {kind: 'finish', id, crop: [x, y, width, height]}
//        {kind: 'watch', frame, width, height, at, fresh}: RGBA of the live camera, from camera.js, at milliseconds
//        {kind: 'init_card', base}: only the code, for `card`; models are fetched by `init`, before it or after it
//        {kind: 'card', id, file}: a picture of an identity card, after either `init`; `file` is a Blob
//   out: {kind: 'progress', stage: 'download', loaded, total}   {kind: 'ready', simd}   {kind: 'progress', stage}
//        {kind: 'opened', id, json}   {kind: 'finished', id, json, file?}   {kind: 'failed', id?, code: 'start' | 'engine'}
//        {kind: 'guidance', json}   {kind: 'card', id, json, file?}: a CardVerdict and the JPEG to send, a Uint8Array, which
//        is there also where the verdict refuses it, and absent only where nothing can be decoded. `init_card` answers with
//        progress of the download and {kind: 'ready_card', simd}
'use strict';

// (module (func (result v128) (i8x16.popcnt (i8x16.splat (i32.const 0))))): valid only where SIMD is.
const SIMD = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);
let spec, engine, code, ready = false, last = Promise.resolve();

// Old entries go with the store's name when the form of entries changes, else one by one.
const STORE = 'photo-1';
const by_hash = (file) => `/assets/photo/by-hash/${file.sha256}`;

// Nothing where there is no store: no HTTPS, private windows, storage switched off.
const store = (async () => caches.open(STORE))().catch(() => undefined);

// Bytes that are what the manifest promises; the hash is left out where browsers cannot make it.
async function genuine(file, bytes) {
  if (bytes.length !== file.bytes) return false;
  if (!self.crypto || !crypto.subtle) return true;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
}

async function kept(file) {
  const found = await (await store).match(by_hash(file));
  const bytes = found && new Uint8Array(await found.arrayBuffer());
  return bytes && (await genuine(file, bytes)) ? bytes : undefined;
}

// From the store, else from the server; `fresh` collects what the store lacks.
async function obtain(base, file, count, fresh) {
  const found = await kept(file).catch(() => undefined);
  if (found) return count(file.bytes), found;
  const bytes = await download(base, file, count);
  fresh.push([file, bytes]);
  return bytes;
}

async function download(base, file, count) {
  const answer = await fetch(base + file.path);
  if (!answer.ok) throw new Error(`${file.path}: ${answer.status}`);
  if (!answer.body) return answer.arrayBuffer().then((buffer) => (count(buffer.byteLength), new Uint8Array(buffer)));
  const bytes = new Uint8Array(file.bytes);
  const reader = answer.body.getReader();
  for (let at = 0; ; ) {
    const { done, value } = await reader.read();
    if (done && at < bytes.length) throw new Error(`${file.path}: ${at} of ${bytes.length} bytes`);
    if (done) return bytes;
    bytes.set(value, at);
    at += value.length;
    count(value.length);
  }
}

// The manifest belongs to its folder, whose name is a hash of all that lies in it.
async function manifest(base) {
  const address = `${base}manifest.json`;
  const found = await store.then((store) => store.match(address)).then((answer) => answer.json()).catch(() => undefined);
  if (found && found.files) return found;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`manifest.json: ${answer.status}`);
  return answer.json();
}

// Keeps what was fetched for the next visit and drops what no build here needs any more. A store that is full keeps less.
async function keep(base, listed, wanted, fresh) {
  const place = await store;
  if (!place) return;
  const address = `${base}manifest.json`;
  const needed = new Set([address, ...wanted.map(by_hash)].map((path) => new URL(path, location.href).href));
  const old = (await place.keys()).filter(({ url }) => !needed.has(url));
  await Promise.all(old.map((request) => place.delete(request)));
  for (const [file, bytes] of fresh) await place.put(by_hash(file), new Response(bytes));
  if (fresh.length > 0 || old.length > 0) await place.put(address, new Response(JSON.stringify(listed)));
}

// Counts files unpacked, tells what crosses the line.
function counter(wanted) {
  const [bytes, total] = ['bytes', 'br_bytes'].map((key) => wanted.reduce((sum, file) => sum + file[key], 0));
  let seen = 0;
  return (more) => {
    seen += more;
    postMessage({ kind: 'progress', stage: 'download', loaded: Math.round((seen / bytes) * total), total });
  };
}

// Fetches the code and starts it, once.
function start(base, { files }, count, fresh) {
  if (code) return code;
  const simd = has_simd();
  const module = obtain(base, build(files), count, fresh);
  const glue = simd ? files.glue : files.glue_baseline || files.glue;
  if (glue && typeof wasm_bindgen === 'undefined') importScripts(base + glue.path);
  code = module.then((module) => wasm_bindgen({ module_or_path: module }));
  code.catch(() => (code = undefined));
  return code;
}
const has_simd = () => WebAssembly.validate(SIMD);
const build = (files) => (has_simd() ? files.simd : files.baseline);

const steps = {
  // Done as soon as the code runs; the models may still be on their way.
  async init(message) {
    spec = message.spec;
    const { base } = message;
    const listed = await manifest(base);
    const { face_box, face_mesh, person_mask } = listed.files.models;
    const models = [face_box, face_mesh, person_mask];
    const wanted = [build(listed.files), ...models];
    const [count, fresh] = [counter(code ? models : wanted), []];
    const fetched = models.map((file) => obtain(base, file, count, fresh));
    const started = start(base, listed, count, fresh);
    engine = Promise.all([started, ...fetched]).then(([, ...bytes]) => new wasm_bindgen.PhotoWorker(spec, ...bytes));
    engine.then(() => {
      ready = true;
      postMessage({ kind: 'ready', simd: has_simd() });
      // Full, or forbidden meanwhile: the next visit fetches again.
      return keep(base, listed, wanted, fresh).catch(() => {});
    }, (error) => fail(undefined, error));
    await started;
  },
  async init_card({ base }) {
    if (!code) {
      const listed = await manifest(base);
      const [wanted, fresh] = [[build(listed.files)], []];
      await start(base, listed, counter(wanted), fresh);
      // The models of an earlier visit stay.
      keep(base, listed, [...wanted, ...Object.values(listed.files.models)], fresh).catch(() => {});
    }
    await code;
    postMessage({ kind: 'ready_card', simd: has_simd() });
  },
  async card({ id, file }) {
    await code;
    const bytes = new Uint8Array(await new Response(file).arrayBuffer());
    // JPEG and PNG are decoded here; of anything else the browser may know more, HEIC on iPhones for one.
    const known = bytes[0] === 255 || bytes[0] === 137;
    const pixels = (known ? null : await decoded(file)) || [];
    const card = pixels.length ? wasm_bindgen.CardWorker.of_pixels(...pixels) : new wasm_bindgen.CardWorker(bytes);
    const [json, made] = [card.json(), card.take_file()];
    card.free();
    postMessage({ kind: 'card', id, json, file: made }, made ? [made.buffer] : []);
  },
  async open({ id, file }) {
    const bytes = new Uint8Array(await new Response(file).arrayBuffer());
    const verdict = wasm_bindgen.refuse_early(bytes, spec);
    const open = async (worker) => (bytes[0] === 82 && bytes[8] === 87 && (await opened(worker, file))) || worker.open(bytes);
    const json = verdict ? `{"outcome":"refused","verdict":${verdict}}` : await open(await working('open'));
    postMessage({ kind: 'opened', id, json });
  },
  async finish({ id, crop }) {
    const worker = await working('finish');
    const [json, file] = [worker.finish(...crop), worker.take_file()];
    postMessage({ kind: 'finished', id, json, file }, file ? [file.buffer] : []);
  },
  async watch({ frame, width, height, at, fresh }) {
    const worker = await engine;
    if (fresh) worker.watch_anew();
    postMessage({ kind: 'guidance', json: worker.watch(new Uint8Array(frame), width, height, at) });
  },
};
// What the engine here cannot decode and the browser can (WebP): pixels, reduced to what is measured, and their sizes.
async function decoded(file) {
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    const share = Math.min(1, 2400 / Math.max(width, height));
    const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side * share)));
    const canvas = new OffscreenCanvas(w, h).getContext('2d');
    canvas.fillStyle = '#fff';
    canvas.fillRect(0, 0, w, h);
    canvas.drawImage(picture, 0, 0, w, h);
    return [canvas.getImageData(0, 0, w, h).data, w, h, width, height];
  } catch {
    return null;
  }
}
async function opened(worker, file) {
  const pixels = await decoded(file);
  return pixels && worker.open_pixels(...pixels);
}
async function working(stage) {
  const worker = await engine;
  postMessage({ kind: 'progress', stage });
  return worker;
}
function fail(id, error, started = ready) {
  postMessage({ kind: 'failed', id, code: started ? 'engine' : 'start', detail: String(error) });
}
onmessage = ({ data }) => {
  last = last.then(() => steps[data.kind](data)).catch((error) => fail(data.id, error, ready || (data.kind === 'card' && !!code)));
};
