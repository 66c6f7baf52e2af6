// Sends a file piece by piece (server/src/http/uploads.rs) and goes on by itself when the line comes back, also after a reload:
// the file waits in the Cache Storage, under the name of the application, until the server has it.
const STORE = 'evidence-1';
const DELAYS = [1, 2, 4, 8, 15, 30];
const MEMO = '.upload';
// Says whose page it is sent from: the server takes nothing for somebody else (server/src/http/whose.rs).
export const own = (root, path) => `${path}${path.includes('?') ? '&' : '?'}owner=${root.dataset.owner}`;
const address = (root, purpose) => `/kept/${root.dataset.owner}/${purpose}`;

// Nothing where there is no store: private windows, storage switched off.
const store = async () => ('caches' in self ? caches.open(STORE).catch(() => null) : null);

// `about`: what is sent with it when it is whole. Says whether there was room.
export async function keep(root, name, file, about = {}) {
  const place = await store();
  const headers = { 'x-about': encodeURIComponent(JSON.stringify(about)) };
  return place ? place.put(address(root, name), new Response(file, { headers })).then(() => true, () => false) : false;
}

export async function kept(root, purpose) {
  const place = await store();
  const found = await place?.match(address(root, purpose));
  return found ? found.blob() : null;
}

// Everything kept under names that begin so, in the order in which it came.
export async function waiting(root, prefix) {
  const place = await store();
  const start = address(root, prefix);
  const requests = ((await place?.keys()) || []).filter(({ url }) => {
    const path = new URL(url).pathname;
    return path.startsWith(start) && !path.endsWith(MEMO);
  });
  return Promise.all(
    requests.map(async (request) => {
      const answer = await place.match(request);
      const about = JSON.parse(decodeURIComponent(answer.headers.get('x-about') || '%7B%7D'));
      const path = new URL(request.url).pathname;
      return { name: path.slice(path.indexOf(prefix)), file: await answer.blob(), about };
    }),
  );
}

// Which upload of the server's a kept file is: where only the last answer was lost, the file is not sent twice. It is that of one
// file, known by its hash: another one that is kept under the same name later is none of it.
export function memo(root, name) {
  const path = address(root, name) + MEMO;
  return {
    // `sha256`: nothing unless it is this file's.
    async read(sha256) {
      this.said ||= (await (await (await store())?.match(path))?.text()) || '';
      const [id, of] = this.said.split(' ');
      return !sha256 || of === sha256 ? id : '';
    },
    async write(id, sha256) {
      this.said = `${id} ${sha256}`;
      await (await store())?.put(path, new Response(this.said)).catch(() => {});
    },
  };
}

// A page that is opened in the next moment does not send it; which upload it was is still known, for the server to drop it.
export async function give_up(root, name) {
  await (await store())?.delete(address(root, name));
}

export async function forget(root, name) {
  await give_up(root, name);
  await (await store())?.delete(address(root, name) + MEMO);
}

// What somebody else left on this device goes.
export async function forget_others(root) {
  const place = await store();
  const mine = `/kept/${root.dataset.owner}/`;
  for (const request of (await place?.keys()) || []) {
    if (!new URL(request.url).pathname.startsWith(mine)) await place.delete(request);
  }
}

// What passes: somebody else is finishing the same file, too much at once, a piece that was damaged on its way, an upload that is gone.
// An answer that is not the service's own is judged by its status.
const AGAIN = ['request.conflict', 'request.too_many', 'request.not_found', 'upload.damaged', 'upload.expired'];
const passes = (status, code) => status >= 500 || (code ? AGAIN.includes(code) : [404, 410, 425, 429].includes(status));
const JSON_BODY = { 'content-type': 'application/json' };
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const digest = async (blob) => hex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The person does not want it any more.
export class Cancelled extends Error {}

// A refusal that trying again does not change.
export class Refused extends Error {
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

async function call(method, path, body, headers = {}, signal = undefined) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 90000);
  signal?.addEventListener('abort', () => limit.abort());
  try {
    const answer = await fetch(path, { method, body, headers: { accept: 'application/json', ...headers }, signal: limit.signal });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) return json;
    if (passes(answer.status, json.code)) {
      throw Object.assign(new Error(json.code), { wait: json.retry_after_secs, status: answer.status });
    }
    throw new Refused({ code: 'request.bad', ...json });
  } finally {
    clearTimeout(timer);
  }
}

// The upload that was begun for this file, or a new one.
async function begin(root, purpose, file, { memo, signal, announce }) {
  const sha256 = await digest(file);
  const known = await memo?.read(sha256);
  if (known) {
    const state = await call('GET', own(root, `${root.dataset.uploads}/${known}`), undefined, {}, signal).catch((error) => {
      if (error.status !== 404 && error.status !== 410) throw error;
    });
    if (state) return state;
  }
  const announced = JSON.stringify({ purpose, size_bytes: file.size, sha256, content_type: (file.type || '').slice(0, 100), ...announce });
  const upload = await call('POST', own(root, root.dataset.uploads), announced, JSON_BODY, signal);
  await memo?.write(upload.id, sha256);
  return upload;
}

async function attempt(root, purpose, file, tell, options) {
  const { fields, signal } = options;
  const upload = await begin(root, purpose, file, options);
  const path = `${root.dataset.uploads}/${upload.id}`;
  const have = new Set(upload.have);
  for (let place = 0; place < upload.chunks && !upload.finished; place++) {
    tell('sending', Math.floor((have.size / upload.chunks) * 100));
    if (have.has(place)) continue;
    const piece = file.slice(place * upload.chunk_bytes, (place + 1) * upload.chunk_bytes);
    await call('PUT', own(root, `${path}/${place}`), piece, { 'x-chunk-sha256': await digest(piece) }, signal);
    have.add(place);
  }
  tell('finishing', 100);
  const body = fields && JSON.stringify(fields);
  const watching = root.dataset.turn ? watch(root, tell) : undefined;
  try {
    return await finish(() => call('POST', own(root, `${path}/finish`), body, fields && JSON_BODY, signal), signal);
  } finally {
    watching?.end();
  }
}

// The server is at it: a line that waits too long is no fault, and asking again finds the answer.
async function finish(ask, signal) {
  for (let asked = 0; ; asked++) {
    try {
      return await ask();
    } catch (error) {
      if (error.message !== 'request.conflict' || signal?.aborted || asked > 600) throw error;
      await pause(1000 * (error.wait || 2));
    }
  }
}

// How many are before this file, until it has been looked at.
function watch(root, tell) {
  const timer = setInterval(async () => {
    const turn = await call('GET', root.dataset.turn).catch(() => ({}));
    if (over) return;
    if (turn.state === 'waiting') tell(turn.ahead > 0 ? 'queued' : 'next', turn.ahead);
    else if (turn.state === 'judging') tell('judging', 100);
  }, 1500);
  let over = false;
  return { end: () => ((over = true), clearInterval(timer)) };
}

// Without the page's own means of hashing (no HTTPS) the plain form's way, in one piece.
async function whole(form, file, { fields, signal }) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields || {})) data.append(name, value);
  data.append(form.querySelector('input[type=file]').name, file, file.name || 'file');
  await call('POST', form.action, data, {}, signal);
}

// `tell(word, n)`: says how it stands. `resume`: gives a promise of the person's wish to go on. `options`: `fields` that go with
// the whole file, a `memo` of its upload, a `signal` that gives it up.
export async function send(root, purpose, file, form, tell, resume, options = {}) {
  const { signal } = options;
  const given_up = new Promise((done) => signal?.addEventListener('abort', done));
  for (let tries = 0; ; tries++) {
    try {
      if (signal?.aborted) throw new Cancelled();
      return await (self.crypto?.subtle ? attempt(root, purpose, file, tell, options) : whole(form, file, options));
    } catch (error) {
      if (signal?.aborted) throw new Cancelled();
      if (error instanceof Refused) throw error;
      if (tries >= DELAYS.length) {
        tell('offline');
        await Promise.race([resume(), given_up]);
        tries = -1;
        continue;
      }
      for (let left = error.wait || DELAYS[tries]; left > 0 && !signal?.aborted; left--) {
        tell('waiting', left);
        await Promise.race([pause(1000), given_up, ...(navigator.onLine ? [] : [new Promise((done) => addEventListener('online', done, { once: true }))])]);
      }
    }
  }
}

// Status line, progress and the button of one place on the page.
export function panel(place, texts) {
  const [status, bar, button] = ['.upload-status', '.upload-progress', '.upload-resume'].map((name) => place.querySelector(name));
  const tell = (word, n) => {
    status.textContent = (texts[word] || '').replace('{n}', n);
    bar.hidden = !['sending', 'finishing', 'judging'].includes(word);
    bar.value = n || 0;
  };
  const resume = () =>
    new Promise((done) => {
      button.hidden = false;
      const go = () => ((button.hidden = true), done());
      button.onclick = go;
      addEventListener('online', go, { once: true });
    });
  return { tell, resume };
}

// The server's words for a refusal: its page shows them; where this page is another person's, the page of who is signed in.
export function refused(root, { problem }) {
  const at = problem.field ? `&at=${problem.field}` : '';
  const page = problem.code === 'page.of_another' ? root.dataset.goOn : root.dataset.page;
  location.assign(`${page}?problem=${encodeURIComponent(problem.code)}${at}`);
}
