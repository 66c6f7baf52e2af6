// Proofs: every chosen file is sent piece by piece, one after the other, each with its progress; what is not through yet goes on
// after a broken line and after a reload. Without this script the plain forms stay.
import { Cancelled, Refused, forget, forget_others, give_up, keep, kept, memo, own, panel, refused, send, waiting } from './upload.js';

const root = document.getElementById('proofs');
const words = JSON.parse(root.dataset.words);
const PURPOSE = 'attachment';
const queue = [];
let failed = [];
let running = false;
let warned = false;
let last = 0;

const forms = () => [...root.querySelectorAll('form')].filter((form) => form.querySelector('input[type=file]'));
const form_of = ({ kind, replaces }) => forms().find(({ elements }) => (replaces ? elements.replaces?.value === replaces : elements.kind?.value === kind));

function say(text) {
  document.getElementById('proofs-say').textContent = text;
}

// The line of one file, in the section where it was chosen.
function show(job) {
  const form = form_of(job.fields);
  const place = form?.closest('section') || root;
  const item = document.getElementById('upload-row').content.firstElementChild.cloneNode(true);
  let list = place.querySelector(':scope > .upload-rows');
  if (!list) {
    list = document.createElement('ul');
    list.className = 'upload-rows';
    place.append(list);
  }
  list.append(item);
  item.querySelector('.upload-row__name').textContent = job.title;
  const cancel = item.querySelector('.upload-cancel');
  cancel.setAttribute('aria-label', words.cancel_what.replace('{n}', job.title));
  cancel.onclick = async () => {
    job.gone.abort();
    await give_up(root, job.name);
    item.remove();
  };
  Object.assign(job, { item, form: form || forms()[0] }, panel(item, words));
  job.tell('queued');
}

function add(job) {
  show(job);
  queue.push(job);
}

// Only one page at a time sends, so that no file is sent twice by two.
const alone = (work) => (navigator.locks ? navigator.locks.request('proofs', work) : work());

async function run() {
  if (running) return;
  running = true;
  try {
    await alone(async () => {
      for (let job; (job = queue.shift()); ) await one(job);
    });
  } finally {
    running = false;
  }
  await redraw();
}

async function one(job) {
  const { name, gone } = job;
  const options = { fields: job.fields, memo: memo(root, name), signal: gone.signal };
  // Another page has sent it meanwhile.
  if (job.stored && !gone.signal.aborted && !(await kept(root, name))) return;
  try {
    await send(root, PURPOSE, job.file, job.form, job.tell, job.resume, options);
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'page.of_another') return drop_all(job, error);
    if (error instanceof Refused && /^session\./.test(error.problem.code)) return location.assign(root.dataset.page);
    if (error instanceof Refused) failed.push([job.title, error.problem.code]);
    else if (!(error instanceof Cancelled)) throw error;
    else await drop(options.memo);
  }
  await forget(root, name);
  job.tell('finishing', 100);
}

// Somebody else has signed in, and chose perhaps what waits here: it is neither theirs to send from this page nor this page's.
async function drop_all(job, error) {
  for (const { name } of [job, ...queue.splice(0)]) await forget(root, name);
  refused(root, error);
}

async function drop(begun) {
  const id = await begun.read();
  if (id) await fetch(own(root, `${root.dataset.uploads}/${id}`), { method: 'DELETE' }).catch(() => {});
}

// Takes over the page as the server draws it now, and says what did not come through.
async function redraw() {
  const answer = await fetch(root.dataset.page, { headers: { accept: 'text/html' }, cache: 'no-store' }).catch(() => null);
  if (running || queue.length) return;
  const fresh = answer?.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), 'text/html');
  const now = fresh && fresh.getElementById(root.id);
  if (!now) return location.assign(root.dataset.page);
  root.replaceChildren(...document.adoptNode(now).childNodes);
  bind();
  if (failed.length) return complain();
  say(words.done);
}

function complain() {
  const notice = document.createElement('div');
  notice.className = 'error-summary';
  notice.setAttribute('role', 'alert');
  notice.tabIndex = -1;
  const title = document.createElement('h2');
  title.textContent = words.not_all;
  const list = document.createElement('ul');
  for (const [name, code] of failed) {
    const [line, strong] = [document.createElement('li'), document.createElement('strong')];
    strong.textContent = name;
    line.append(strong, document.createElement('br'), words.refusals[code] || words.unknown);
    list.append(line);
  }
  notice.append(title, list);
  root.prepend(notice);
  notice.focus();
  failed = [];
}

async function take(event) {
  event.preventDefault();
  const form = event.target;
  const all = [...new FormData(form)];
  const fields = Object.fromEntries(all.filter(([, value]) => typeof value === 'string'));
  const files = all.map(([, value]) => value).filter((value) => typeof value !== 'string');
  form.reset();
  const fold = form.closest('details');
  if (fold) fold.open = false;
  document.querySelectorAll('.error-summary').forEach((old) => old.remove());
  say('');
  for (const file of files) {
    const name = `${PURPOSE}/${Date.now()}-${++last}`;
    const job = { name, file, fields, title: file.name, gone: new AbortController() };
    job.stored = await keep(root, name, file, { fields, title: file.name });
    add(job);
  }
  run();
}

function bind() {
  forms().forEach((form) => form.addEventListener('submit', take));
}

// What has not come through, or was chosen and not sent, may be left, but not by mistake.
root.addEventListener('click', (event) => {
  if (warned || !event.target.closest('.act a')) return;
  const chosen = forms().find((form) => form.querySelector('input[type=file]').files.length);
  if (!running && !chosen) return;
  event.preventDefault();
  warned = true;
  say(running ? words.busy : words.unsent);
  if (!running) chosen.querySelector('.button--primary').focus();
});

async function begin() {
  bind();
  await forget_others(root);
  const left = await waiting(root, `${PURPOSE}/`);
  for (const { name, file, about } of left) {
    add({ name, file, fields: about.fields || {}, title: about.title || '', gone: new AbortController(), stored: true });
  }
  if (left.length) run();
}

begin();
