// Sends a file piece by piece (server/src/http/uploads.rs) and goes on by itself when the line comes back, also after a reload:
// the file waits in the Cache Storage, under the name of the application, until the server has it.
const STORE = 'evidence-1';
const DELAYS = [1, 2, 4, 8, 15, 30];
const address = (root, purpose) => `/kept/${root.dataset.owner}/${purpose}`;

// Nothing where there is no store: private windows, storage switched off.
const store = async () => ('caches' in self ? caches.open(STORE).catch(() => null) : null);

export async function keep(root, purpose, file) {
  const place = await store();
  await place?.put(address(root, purpose), new Response(file)).catch(() => {});
}

export async function kept(root, purpose) {
  const place = await store();
  const found = await place?.match(address(root, purpose));
  return found ? found.blob() : null;
}

export async function forget(root, purpose) {
  const place = await store();
  await place?.delete(address(root, purpose));
}

// What somebody else left on this device goes.
export async function forget_others(root) {
  const place = await store();
  const mine = `/kept/${root.dataset.owner}/`;
  for (const request of (await place?.keys()) || []) {
    if (!new URL(request.url).pathname.startsWith(mine)) await place.delete(request);
  }
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const digest = async (blob) => hex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// A refusal that trying again does not change.
export class Refused extends Error {
  constructor(problem) {
    super(problem.code);
    this.problem = problem;
  }
}

async function call(method, path, body, headers = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 90000);
  try {
    const answer = await fetch(path, { method, body, headers: { accept: 'application/json', ...headers }, signal: limit.signal });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) return json;
    if ([404, 409, 410, 425, 429].includes(answer.status) || answer.status >= 500 || json.code === 'upload.damaged') {
      throw Object.assign(new Error(json.code), { wait: json.retry_after_secs });
    }
    throw new Refused({ code: 'request.bad', ...json });
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(root, purpose, file, tell) {
  const sha256 = await digest(file);
  const announced = JSON.stringify({ purpose, size_bytes: file.size, sha256, content_type: (file.type || '').slice(0, 100) });
  const upload = await call('POST', root.dataset.uploads, announced, { 'content-type': 'application/json' });
  const path = `${root.dataset.uploads}/${upload.id}`;
  const have = new Set(upload.have);
  for (let place = 0; place < upload.chunks; place++) {
    tell('sending', Math.floor((have.size / upload.chunks) * 100));
    if (have.has(place)) continue;
    const piece = file.slice(place * upload.chunk_bytes, (place + 1) * upload.chunk_bytes);
    await call('PUT', `${path}/${place}`, piece, { 'x-chunk-sha256': await digest(piece) });
    have.add(place);
  }
  tell('finishing', 100);
  return call('POST', `${path}/finish`);
}

// Without the page's own means of hashing (no HTTPS) the plain form's way, in one piece.
async function whole(root, form, file) {
  const data = new FormData();
  data.append(form.querySelector('input[type=file]').name, file, file.name || 'file');
  await call('POST', form.action, data);
}

// `tell(word, n)`: says how it stands. `resume`: gives a promise of the person's wish to go on.
export async function send(root, purpose, file, form, tell, resume) {
  for (let tries = 0; ; tries++) {
    try {
      return await (self.crypto?.subtle ? attempt(root, purpose, file, tell) : whole(root, form, file));
    } catch (error) {
      if (error instanceof Refused) throw error;
      if (tries >= DELAYS.length) {
        tell('offline');
        await resume();
        tries = -1;
        continue;
      }
      for (let left = error.wait || DELAYS[tries]; left > 0; left--) {
        tell('waiting', left);
        await Promise.race([pause(1000), ...(navigator.onLine ? [] : [new Promise((done) => addEventListener('online', done, { once: true }))])]);
      }
    }
  }
}

// Status line, progress and the button of one place on the page.
export function panel(place, texts) {
  const [status, bar, button] = ['.upload-status', '.upload-progress', '.upload-resume'].map((name) => place.querySelector(name));
  const tell = (word, n) => {
    status.textContent = (texts[word] || '').replace('{n}', n);
    bar.hidden = !['sending', 'finishing'].includes(word);
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

// The server's words for a refusal: its page shows them.
export function refused(root, { problem }) {
  const at = problem.field ? `&at=${problem.field}` : '';
  location.assign(`${root.dataset.page}?problem=${encodeURIComponent(problem.code)}${at}`);
}
