// The live capture of the face: front camera, three seconds to get ready, four or five seconds recorded, shown again, then sent piece
// by piece. Where a province asks for digits or movements, the server draws them and they stay on the screen. Where the camera does
// not open within ten seconds, the phone's own camera program is offered.
import { forget, forget_others, keep, memo, own, panel, refused, send, waiting } from './upload.js';

const root = document.getElementById('evidence');
const words = JSON.parse(root.dataset.words);
const { purpose, most, asks, challenge: drawn } = root.dataset;
const [live, ways, ask, plain] = ['.face-live', '.way-choice', '.face-ask', '.plain-upload'].map((name) => root.querySelector(name));
const [video, say] = ['.face-live__video', '.face-live__say'].map((name) => live.querySelector(name));
const button = (act) => live.querySelector(`[data-act=${act}]`);
const { tell, resume } = panel(root, words);
const SILENT = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
const SPOKEN = ['video/mp4;codecs=avc1,mp4a.40.2', 'video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];
const PATIENCE = 10000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let stream, recorded, challenge, ending;

const able = () => navigator.mediaDevices?.getUserMedia && 'MediaRecorder' in self;
const spoken = () => Boolean(challenge?.expected.digits);

async function open() {
  const asked = navigator.mediaDevices.getUserMedia({
    audio: spoken() && { channelCount: 1, echoCancellation: true, noiseSuppression: true },
    video: { facingMode: 'user', width: { ideal: 480 }, height: { ideal: 640 }, frameRate: { ideal: 24, max: 30 } },
  });
  // Opened too late it is closed again: a camera that nobody watches.
  const late = pause(PATIENCE).then(() => (asked.then(stop, () => {}), Promise.reject(new Error('too slow'))));
  stream = await Promise.race([asked, late]);
  video.srcObject = stream;
  video.controls = false;
  video.muted = true;
  await video.play();
}

const stop = (open) => open?.getTracks().forEach((track) => track.stop());

function close() {
  stop(stream);
  stream = undefined;
  video.srcObject = null;
}

function files_instead() {
  close();
  live.hidden = true;
  ways.hidden = false;
  root.querySelector('.upload-status').textContent = words.no_camera;
}

// What to do now, while it is recorded: the digits, or the movements one after the other.
function instruction(done) {
  if (!challenge) return words.instruction;
  const { digits, movements } = challenge.expected;
  if (digits) return words.say_now.replace('{n}', digits.join(' '));
  const now = movements[Math.min(movements.length - 1, Math.floor(done * movements.length))];
  return words.move_now.replace('{n}', words[now]);
}

async function record() {
  const seconds = challenge ? 5 : 4;
  button('start').hidden = true;
  say.textContent = challenge && !spoken() ? words.asking_camera : words.asking;
  try {
    await open();
  } catch {
    return files_instead();
  }
  live.classList.add('face-live--on');
  for (let n = 3; n > 0; n--) {
    say.textContent = `${instruction(0)} – ${words.get_ready.replace('{n}', n)}`;
    await pause(1000);
  }
  const mimeType = (spoken() ? SPOKEN : SILENT).find((kind) => MediaRecorder.isTypeSupported(kind));
  // 2.4 Mbit/s for five seconds would be the most that is taken.
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: 1_200_000, audioBitsPerSecond: 48_000 });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((done, fail) => ((recorder.onstop = done), (recorder.onerror = fail)));
  recorder.start();
  for (let n = seconds; n > 0 && recorder.state === 'recording'; n--) {
    const left = words.recording.replace('{n}', n);
    say.textContent = challenge ? `${instruction(1 - n / seconds)} – ${left}` : left;
    await pause(1000);
  }
  if (recorder.state === 'recording') recorder.stop();
  await ended;
  close();
  recorded = new Blob(pieces, { type: (mimeType || recorder.mimeType).split(';')[0] });
  if (recorded.size === 0 || recorded.size > 10 * most) return files_instead();
  preview();
}

function preview() {
  live.classList.remove('face-live--on');
  video.src = URL.createObjectURL(recorded);
  video.muted = !spoken();
  video.controls = true;
  say.textContent = challenge && !spoken() ? words.preview_moving : words.preview;
  button('use').hidden = button('retake').hidden = false;
  button('use').focus();
}

const chosen = ({ currentTarget }) => currentTarget.files[0] && submit(currentTarget.files[0]);

function hide_plain() {
  for (const form of [ask, plain]) if (form) form.hidden = true;
  // Somebody may be choosing by it at this moment.
  plain?.querySelector('input').addEventListener('change', chosen);
}

async function submit(file, id = challenge?.id) {
  clearTimeout(ending);
  live.hidden = ways.hidden = true;
  hide_plain();
  const announce = id ? { challenge: id } : {};
  await keep(root, purpose, file, announce);
  try {
    await send(root, purpose, file, form_of(id), tell, resume, { announce, memo: memo(root, purpose) });
  } catch (error) {
    await forget(root, purpose);
    return refused(root, error);
  }
  await forget(root, purpose);
  tell('done');
  location.assign(root.dataset.page);
}

// For browsers that send in one piece: the plain form's address says which challenge it answers.
function form_of(id) {
  const form = document.createElement('form');
  form.action = own(root, id ? `${root.dataset.page}?challenge=${id}` : root.dataset.page);
  const input = form.appendChild(document.createElement('input'));
  [input.type, input.name] = ['file', purpose];
  return form;
}

// Draws digits or movements.
async function draw(way) {
  ask.querySelectorAll('button').forEach((one) => (one.disabled = true));
  const form = new URLSearchParams({ way });
  const answer = await fetch(asks, { method: 'POST', body: form, headers: { accept: 'application/json' } });
  const said = await answer.json();
  if (!answer.ok) return refused(root, { problem: said });
  show(said, 1000 * said.expires_in_secs);
}

// Shows digits or movements where they stay while it is recorded; `left_ms`: how long they are good.
function show(said, left_ms) {
  challenge = said;
  clearTimeout(ending);
  ending = setTimeout(over, left_ms);
  root.querySelector('.face-asked--plain')?.remove();
  const place = document.getElementById('face-asked');
  const { digits, movements } = challenge.expected;
  place.querySelector('h2').textContent = digits ? words.digits : words.movements;
  place.querySelector('.face-asked__how').textContent = digits ? words.digits_how : words.movements_how;
  const list = document.createElement(digits ? 'p' : 'ol');
  if (digits) list.className = 'face-asked__digits';
  for (const one of digits || movements) {
    const entry = list.appendChild(document.createElement(digits ? 'span' : 'li'));
    entry.textContent = digits ? one : words[one];
  }
  place.querySelector('.face-asked__what').replaceChildren(list);
  hide_plain();
  place.hidden = false;
  place.focus();
  if (able()) live.hidden = false;
  else ways.hidden = false;
}

// Too late for these digits: the page begins anew, with a word about it.
function over() {
  close();
  location.assign(`${root.dataset.page}?problem=challenge.expired&at=face`);
}

async function begin() {
  await forget_others(root);
  let [left] = await waiting(root, purpose);
  // A capture stands already, or another way was chosen: one that still waited here would take its place unasked.
  if (left && root.closest('details')) left = await forget(root, purpose);
  // A file that was chosen before this script had come goes the plain way.
  if (plain?.querySelector('input').files.length > 0) return;
  if (drawn) {
    // The server drew for a form that was sent before this script had come, and that ended whatever was asked for before.
    if (left) await forget(root, purpose);
    const said = JSON.parse(drawn);
    // It was good so long when the page was asked for, where the browser's reckoning begins.
    return show(said, 1000 * said.expires_in_secs - performance.now());
  }
  if (left) return submit(left.file, left.about.challenge);
  if (asks) return;
  hide_plain();
  if (able()) live.hidden = false;
  else ways.hidden = false;
}

ask?.addEventListener('submit', (event) => {
  event.preventDefault();
  // Without an answer the form goes its plain way.
  draw(event.submitter.value).catch(() => HTMLFormElement.prototype.submit.call(with_way(ask, event.submitter.value)));
});

function with_way(form, way) {
  const field = form.appendChild(document.createElement('input'));
  [field.type, field.name, field.value] = ['hidden', 'way', way];
  return form;
}

button('start').onclick = () => record().catch(files_instead);
button('use').onclick = () => recorded && submit(recorded);
button('retake').onclick = () => {
  URL.revokeObjectURL(video.src);
  video.removeAttribute('src');
  button('use').hidden = button('retake').hidden = true;
  record().catch(files_instead);
};
for (const input of ways.querySelectorAll('input')) input.addEventListener('change', chosen);
// Who chooses a person does not want a film to be sent after that.
let going = false;
document.querySelector('.other-ways')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (going) return;
  going = true;
  await forget(root, purpose).catch(() => {});
  HTMLFormElement.prototype.submit.call(event.target);
});
addEventListener('pageshow', ({ persisted }) => persisted && (going = false));
// Somebody who turns to another program is no longer before the camera.
addEventListener('pagehide', close);
begin();
