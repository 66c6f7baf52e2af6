// Both sides of the identity document: the chosen picture is examined and made small in the worker (or by the browser) and shown.
// What the server would refuse is not sent, what could be better is asked about; the rest goes piece by piece, then the section
// is taken over as the server draws it. Without this script the plain forms stay.
import { clear, show_findings, worst } from './judged.js';
import { Cancelled, forget, forget_others, keep, kept, memo, own, panel, refused, send } from './upload.js';

const root = document.getElementById('evidence');
const words = JSON.parse(root.dataset.words);
const findings = JSON.parse(root?.dataset.findings || '{}');
const KNOWN = ['image/jpeg', 'image/png', 'image/webp'];
const LONGEST = 2000;
const PATIENCE = 25000;
let worker;

// The photo worker, which also knows cards; nothing where it cannot run.
function start() {
  worker ||= new Promise((done, fail) => {
    const started = new Worker(`${root.dataset.worker}worker_loader.js`);
    started.onerror = fail;
    started.onmessage = ({ data }) => (data.kind === 'ready_card' ? done(started) : data.kind === 'failed' && fail(data));
    started.postMessage({ kind: 'init_card', base: root.dataset.worker });
  });
  return worker;
}

const within = (promise) => Promise.race([promise, new Promise((_, fail) => setTimeout(fail, PATIENCE, 'too slow'))]);
let last = 0;

async function by_worker(file) {
  const started = await start();
  const id = ++last;
  return new Promise((done, fail) => {
    started.addEventListener('message', function hear({ data }) {
      if (data.id !== id) return;
      started.removeEventListener('message', hear);
      if (data.kind !== 'card') return fail(data);
      const made = data.file && new Blob([data.file], { type: 'image/jpeg' });
      done({ made, verdict: JSON.parse(data.json) });
    });
    started.postMessage({ kind: 'card', id, file });
  });
}

async function by_browser(file) {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.88));
  return made && (made.size < file.size || !KNOWN.includes(file.type)) ? made : file;
}

// The smallest that can be made, with what is found of it; without a finding where the worker does not run: then the server
// says what is wrong. What the worker cannot decode the browser may.
async function examine(file) {
  const first = await within(by_worker(file)).catch(() => null);
  if (first?.made) return first;
  const made = await within(by_browser(file)).catch(() => null);
  if (!made) return first && worst(first.verdict)?.hint !== 'webp' ? first : { made: file };
  const second = first && made !== file ? await within(by_worker(made)).catch(() => null) : null;
  return second?.made ? second : { made };
}

function side(section) {
  const { purpose } = section.dataset;
  const form = section.querySelector('form');
  const { tell, resume } = panel(section, words);
  let turn = 0;
  // What is on its way: another picture takes its place.
  let sending;

  async function submit(file) {
    const mine = (sending = { gone: new AbortController(), memo: memo(root, purpose), turn });
    try {
      await send(root, purpose, file, form, tell, resume, { memo: mine.memo, signal: mine.gone.signal });
    } catch (error) {
      if (error instanceof Cancelled) return;
      await forget(root, purpose);
      return refused(root, error);
    }
    if (sending !== mine) return;
    await forget(root, purpose);
    // Another one is being looked at: it draws the section anew when it is there.
    if (mine.turn !== turn) return redraw(section, ['card-next']);
    tell('done');
    await redraw(section, [section.id, 'card-next']);
  }

  // Stops what is on its way, here and at the server.
  async function stop() {
    sending?.gone.abort();
    const id = await sending?.memo.read();
    if (id) fetch(own(root, `${root.dataset.uploads}/${id}`), { method: 'DELETE' }).catch(() => {});
    await forget(root, purpose);
    sending = undefined;
  }

  async function choose(file) {
    const mine = ++turn;
    tell('checking');
    clear(section);
    const { made, verdict } = await examine(file);
    if (mine !== turn) return;
    tell('');
    if (made) show(section, made);
    if (!verdict || worst(verdict).outcome === 'pass') return accept(made);
    show_findings(section, verdict, findings, () => accept(made));
  }

  async function accept(made) {
    clear(section);
    const mine = turn;
    await stop();
    await keep(root, purpose, made);
    if (mine === turn) await submit(made);
  }

  section.querySelector('.way-choice').hidden = false;
  form.hidden = true;
  for (const input of section.querySelectorAll('.way-choice__input')) {
    input.addEventListener('change', () => {
      const [file] = input.files;
      input.value = '';
      if (file) choose(file);
    });
  }
  // Chosen before this script had come, or being chosen at this moment: it would be hidden with the form.
  const plain = form.querySelector('input[type=file]');
  plain.addEventListener('change', () => plain.files[0] && choose(plain.files[0]));
  if (plain.files[0]) return choose(plain.files[0]);
  return kept(root, purpose).then((file) => file && (show(section, file), submit(file)));
}

function show(section, file) {
  const picture = document.createElement('img');
  picture.className = 'card-side__picture';
  picture.alt = '';
  picture.src = URL.createObjectURL(file);
  picture.onload = () => URL.revokeObjectURL(picture.src);
  // Not a picture that this browser can show: the drawing stays.
  picture.onerror = () => picture.replaceWith(old);
  const old = section.querySelector('.card-side__picture');
  old.replaceWith(picture);
}

// Takes over parts of the page, the section among them, as the server draws them now.
async function redraw(section, parts) {
  const answer = await fetch(root.dataset.page, { headers: { accept: 'text/html' }, cache: 'no-store' }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return location.assign(root.dataset.page);
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const id of parts) {
    const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
    if (!old || !now) return location.assign(root.dataset.page);
    old.replaceWith(document.adoptNode(now));
    if (id === section.id) {
      side(now);
      if (!now.querySelector('.notice--bad')) now.querySelector('.upload-status').textContent = words.done;
    }
  }
}

if (root) forget_others(root).finally(() => root.querySelectorAll('.card-side').forEach(side));
