// The pad that is signed on: finger, pen and mouse, smoothed; undo, clear, and whether it is enough to be a name. What is sent is
// strokes on a grid of 1000 × 400 with times; the server judges again and draws the picture. Without this script the name is typed.
const form = document.getElementById('sign');
const pad = form.querySelector('.sign-pad');
const canvas = pad.querySelector('canvas');
const said = pad.querySelector('.sign-pad__said');
const [method, sent] = [form.elements.method, form.elements.strokes];
const typed = form.querySelector('.sign-typed');
const tool = (act) => form.querySelector(`[data-act="${act}"]`);
const ink = canvas.getContext('2d');
const [width, height] = [canvas.width, canvas.height];
const STEP = 5; // nearer points say nothing more
const MOST = 2400;

let strokes = read(sent.value);
let drawing = null;
let began = null;

function read(text) {
  return text.split(';').filter(Boolean).map((stroke) => stroke.split(' ').map((point) => point.split(',').map(Number)));
}

const write = () => strokes.map((stroke) => stroke.map((point) => point.join(',')).join(' ')).join(';');
const count = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

/** On the grid, whatever the size on the screen. */
function place(event) {
  const box = canvas.getBoundingClientRect();
  const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
  began ??= event.timeStamp - (strokes.at(-1)?.at(-1)?.[2] ?? 0);
  const at = Math.max(0, Math.round(event.timeStamp - began));
  return [within(((event.clientX - box.left) / box.width) * width, width), within(((event.clientY - box.top) / box.height) * height, height), at];
}

function add(point) {
  const last = drawing.at(-1);
  if (last && (Math.hypot(point[0] - last[0], point[1] - last[1]) < STEP || count() >= MOST)) return;
  if (last) point[2] = Math.max(point[2], last[2]);
  drawing.push(point);
}

function draw() {
  ink.clearRect(0, 0, width, height);
  Object.assign(ink, { lineWidth: 9, lineCap: 'round', lineJoin: 'round', strokeStyle: getComputedStyle(canvas).color });
  for (const stroke of strokes) {
    ink.beginPath();
    ink.moveTo(stroke[0][0], stroke[0][1]);
    if (stroke.length === 1) ink.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
    // through the middles between the points, as the server draws it
    for (let n = 1; n + 1 < stroke.length; n += 1) {
      const [[x, y], [nextX, nextY]] = [stroke[n], stroke[n + 1]];
      ink.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    }
    if (stroke.length > 1) ink.lineTo(stroke.at(-1)[0], stroke.at(-1)[1]);
    ink.stroke();
  }
}

/** The limits of the server (`shared::signature`). */
function isEnough() {
  const [points, length, wide, high] = pad.dataset.limits.split(' ').map(Number);
  const all = strokes.flat();
  if (all.length < points) return false;
  const span = (axis) => Math.max(...all.map((point) => point[axis])) - Math.min(...all.map((point) => point[axis]));
  const steps = strokes.map((stroke) => stroke.slice(1).reduce((sum, point, n) => sum + Math.floor(Math.hypot(point[0] - stroke[n][0], point[1] - stroke[n][1])), 0));
  return steps.reduce((sum, own) => sum + own, 0) >= length && span(0) >= wide && span(1) >= high;
}

function show() {
  draw();
  sent.value = write();
  tool('undo').disabled = tool('clear').disabled = strokes.length === 0;
}

function say(words) {
  said.textContent = words;
}

function down(event) {
  if (drawing || event.button > 0 || !event.isPrimary) return;
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  drawing = [];
  strokes.push(drawing);
  add(place(event));
  draw();
}

function move(event) {
  if (!drawing) return;
  event.preventDefault();
  const seen = event.getCoalescedEvents?.() ?? [];
  for (const one of seen.length > 0 ? seen : [event]) add(place(one));
  draw();
}

function up() {
  if (!drawing) return;
  drawing = null;
  show();
  say(isEnough() ? pad.dataset.taken : '');
}

function undo() {
  strokes.pop();
  if (strokes.length === 0) began = null;
  show();
  say(strokes.length === 0 ? pad.dataset.empty : '');
}

function clear() {
  strokes = [];
  began = null;
  show();
  say(pad.dataset.empty);
}

/** One way at a time: the other is not sent. */
function choose(way) {
  method.value = way;
  pad.hidden = way !== 'drawn';
  typed.hidden = way === 'drawn';
  tool('draw').hidden = way === 'drawn';
}

canvas.addEventListener('pointerdown', down);
canvas.addEventListener('pointermove', move);
for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(end, up);
// old WebViews scroll with the finger whatever `touch-action` says
canvas.addEventListener('touchmove', (event) => event.preventDefault(), { passive: false });
canvas.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'z') undo();
  else if (event.key === 'Delete' || event.key === 'Backspace') clear();
  else return;
  event.preventDefault();
});
tool('undo').addEventListener('click', undo);
tool('clear').addEventListener('click', clear);
tool('type').addEventListener('click', () => {
  choose('typed');
  document.getElementById('typed_name').focus();
});
tool('draw').addEventListener('click', () => {
  choose('drawn');
  canvas.focus();
});
form.addEventListener('submit', (event) => {
  if (method.value !== 'drawn' || isEnough()) return;
  event.preventDefault();
  say(pad.dataset.short);
  canvas.focus();
});

if (window.PointerEvent && ink) {
  // what was typed and refused is shown again where it was typed, whatever was wrong
  const was_typed = typed.querySelector('[aria-invalid="true"]') || (!strokes.length && form.elements.typed_name.value);
  choose(was_typed ? 'typed' : 'drawn');
  show();
}
