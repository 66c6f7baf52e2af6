// The live capture of the face: front camera, three seconds to get ready, four seconds recorded without sound, shown again,
// then sent piece by piece. Where the camera does not open within ten seconds, the phone's own camera program is offered.
import { forget, forget_others, keep, kept, panel, refused, send } from './upload.js';

const root = document.getElementById('evidence');
const words = JSON.parse(root.dataset.words);
const { purpose, most } = root.dataset;
const [live, ways, form] = ['.face-live', '.way-choice', 'form'].map((name) => root.querySelector(name));
const [video, say] = ['.face-live__video', '.face-live__say'].map((name) => live.querySelector(name));
const button = (act) => live.querySelector(`[data-act=${act}]`);
const { tell, resume } = panel(root, words);
const KINDS = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
const SECONDS = 4;
const PATIENCE = 10000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let stream, recorded;

const able = () => navigator.mediaDevices?.getUserMedia && 'MediaRecorder' in self;

async function open() {
  const asked = navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'user', width: { ideal: 480 }, height: { ideal: 640 }, frameRate: { ideal: 24, max: 30 } },
  });
  // Opened too late it is closed again: a camera that nobody watches.
  const late = pause(PATIENCE).then(() => (asked.then(stop, () => {}), Promise.reject(new Error('too slow'))));
  stream = await Promise.race([asked, late]);
  video.srcObject = stream;
  video.controls = false;
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

async function record() {
  button('start').hidden = true;
  say.textContent = words.asking;
  try {
    await open();
  } catch {
    return files_instead();
  }
  live.classList.add('face-live--on');
  for (let n = 3; n > 0; n--) {
    say.textContent = `${words.instruction} – ${words.get_ready.replace('{n}', n)}`;
    await pause(1000);
  }
  const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  // 2.2 Mbit/s for four seconds would be the most that is taken.
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: 1_200_000 });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((done, fail) => ((recorder.onstop = done), (recorder.onerror = fail)));
  recorder.start();
  for (let n = SECONDS; n > 0 && recorder.state === 'recording'; n--) {
    say.textContent = words.recording.replace('{n}', n);
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
  video.controls = true;
  say.textContent = words.preview;
  button('use').hidden = button('retake').hidden = false;
  button('use').focus();
}

async function submit(file) {
  live.hidden = ways.hidden = form.hidden = true;
  await keep(root, purpose, file);
  try {
    await send(root, purpose, file, form, tell, resume);
  } catch (error) {
    await forget(root, purpose);
    return refused(root, error);
  }
  await forget(root, purpose);
  tell('done');
  location.assign(root.dataset.page);
}

async function begin() {
  await forget_others(root);
  const waiting = await kept(root, purpose);
  form.hidden = true;
  if (waiting) return submit(waiting);
  if (able()) live.hidden = false;
  else ways.hidden = false;
}

button('start').onclick = () => record().catch(files_instead);
button('use').onclick = () => recorded && submit(recorded);
button('retake').onclick = () => {
  URL.revokeObjectURL(video.src);
  video.removeAttribute('src');
  button('use').hidden = button('retake').hidden = true;
  record().catch(files_instead);
};
for (const input of ways.querySelectorAll('input')) {
  input.addEventListener('change', () => input.files[0] && submit(input.files[0]));
}
// Somebody who turns to another program is no longer before the camera.
addEventListener('pagehide', close);
begin();
