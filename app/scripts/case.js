// The pictures of a case: one or two large, zoom, moving, turning, keys; and the keys' own dialog. Without this script the pictures
// stand below each other and every key has a button or a link that does the same.

const viewer = document.getElementById('viewer');
const dialog = document.getElementById('case-keys');
const panes = [...viewer.querySelectorAll('.viewer__pane')];
const links = [...viewer.querySelectorAll('.viewer__strip a')];
const facts = document.getElementById('facts');
const STEP = 1.25;
const [LEAST, MOST] = [1, 12];
const SHIFT = 60;
const FRAME = 1 / 25;
const STORED = 'ruji.case.keys';

// Which panes are shown, and which of them the tools work on.
let shown = panes.slice(0, 1);
let active = panes[0];
const views = new Map(panes.map((pane) => [pane, { scale: 1, x: 0, y: 0, turns: 0 }]));

const picture = (pane) => pane.querySelector('.viewer__picture');
const film = () => active?.querySelector('video');

// A turned picture is made to fit again: its sides have changed places.
function fitting(pane, turns) {
  if (turns % 2 === 0) return 1;
  const image = pane.querySelector('img, video, svg');
  const [width, height] = [
    image?.naturalWidth || image?.videoWidth || image?.viewBox?.baseVal.width || 1,
    image?.naturalHeight || image?.videoHeight || image?.viewBox?.baseVal.height || 1,
  ];
  const box = pane.querySelector('.viewer__window');
  const drawn = Math.min(box.clientWidth / width, box.clientHeight / height);
  return Math.min(box.clientWidth / height, box.clientHeight / width) / drawn;
}

function draw(pane) {
  const { scale, x, y, turns } = views.get(pane);
  const size = scale * fitting(pane, turns);
  picture(pane).style.transform = `translate(${x}px, ${y}px) rotate(${turns * 90}deg) scale(${size})`;
  pane.classList.toggle('viewer__pane--large', scale > 1);
}

function show() {
  for (const pane of panes) {
    pane.hidden = !shown.includes(pane);
    pane.classList.toggle('viewer__pane--active', shown.length > 1 && pane === active);
  }
  viewer.classList.toggle('viewer--two', shown.length > 1);
  for (const [at, link] of links.entries()) {
    if (shown.includes(panes[at])) link.setAttribute('aria-current', panes[at] === active ? 'true' : 'page');
    else link.removeAttribute('aria-current');
  }
  links[panes.indexOf(active)]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  viewer.querySelector('[data-act=compare]').setAttribute('aria-pressed', String(shown.length > 1));
  for (const pane of shown) draw(pane);
}

// Puts a pane in the place of the active one; one that is shown already becomes the active one.
function open(pane) {
  if (!pane) return;
  film()?.pause();
  if (!shown.includes(pane)) shown = shown.map((other) => (other === active ? pane : other));
  active = pane;
  show();
}

function step(by) {
  const others = panes.filter((pane) => pane === active || !shown.includes(pane));
  open(others[(others.indexOf(active) + by + others.length) % others.length]);
}

function compare() {
  if (shown.length > 1) shown = [active];
  // what a photograph is compared with first is the portrait on the card
  else {
    const wanted = ['ev-cut', 'ev-portrait', 'ev-photo'].map((id) => panes.find((pane) => pane.id === id));
    const other = [...wanted, ...panes].find((pane) => pane && pane !== active);
    if (other) shown = [active, other];
  }
  show();
}

// Larger or smaller about a place of the window, its middle where nothing is pointed at.
function zoom(factor, at = [0, 0], pane = active) {
  const view = views.get(pane);
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
  const by = scale / view.scale;
  view.x = scale === 1 ? 0 : at[0] - (at[0] - view.x) * by;
  view.y = scale === 1 ? 0 : at[1] - (at[1] - view.y) * by;
  view.scale = scale;
  draw(pane);
}

function move(x, y, pane = active) {
  const view = views.get(pane);
  view.x += x;
  view.y += y;
  draw(pane);
}

function fit() {
  Object.assign(views.get(active), { scale: 1, x: 0, y: 0, turns: 0 });
  draw(active);
}

function turn() {
  const view = views.get(active);
  Object.assign(view, { turns: (view.turns + 1) % 4, x: 0, y: 0 });
  draw(active);
}

function frame(by) {
  const played = film();
  if (!played) return;
  played.pause();
  played.currentTime = Math.max(0, played.currentTime + by * FRAME);
}

// The n-th item of the decision bar, whatever it is decided with.
function item(number) {
  document.querySelectorAll('.decide [data-item]')[number - 1]?.focus();
}

const acts = {
  previous: () => step(-1),
  next: () => step(1),
  in: () => zoom(STEP),
  out: () => zoom(1 / STEP),
  fit,
  turn,
  compare,
  lines: () => viewer.classList.toggle('viewer--plain'),
  keys: () => dialog.showModal(),
  other: () => open(shown.find((pane) => pane !== active)),
};

const keys = {
  n: acts.next,
  p: acts.previous,
  '+': acts.in,
  '=': acts.in,
  '-': acts.out,
  0: acts.fit,
  r: acts.turn,
  c: acts.compare,
  x: acts.other,
  l: acts.lines,
  ',': () => frame(-1),
  '.': () => frame(1),
  f: () => facts.focus(),
  '?': acts.keys,
};

const arrows = { ArrowLeft: [SHIFT, 0], ArrowRight: [-SHIFT, 0], ArrowUp: [0, SHIFT], ArrowDown: [0, -SHIFT] };

// Single keys are for whoever wants them, and never where something is typed, chosen or played.
const FIELDS = 'input, select, textarea, video, summary, [contenteditable]';
const wanted = () => localStorage.getItem(STORED) !== 'off';

function press(event) {
  if (!wanted() || dialog.open || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest(FIELDS)) return;
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const shift = arrows[event.key];
  if (/^[1-9]$/.test(event.key)) item(Number(event.key));
  else if (act && active) act();
  // where the facts have the focus, arrows move those
  else if (shift && active && !facts.contains(event.target) && views.get(active).scale > 1) move(...shift);
  else return;
  event.preventDefault();
}

function pointed(pane, event) {
  const box = pane.querySelector('.viewer__window').getBoundingClientRect();
  return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
}

function pointing(pane) {
  const frame = pane.querySelector('.viewer__window');
  let from;
  pane.addEventListener('focusin', () => shown.includes(pane) && active !== pane && open(pane));
  frame.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, pointed(pane, event), pane);
  }, { passive: false });
  frame.addEventListener('pointerdown', (event) => {
    if (active !== pane) open(pane);
    if (event.button !== 0 || event.target.closest('video, a')) return;
    from = [event.clientX, event.clientY];
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
    pane.focus();
  });
  frame.addEventListener('pointermove', (event) => {
    if (!from) return;
    if (views.get(pane).scale > 1) move(event.clientX - from[0], event.clientY - from[1], pane);
    from = [event.clientX, event.clientY];
  });
  for (const end of ['pointerup', 'pointercancel']) frame.addEventListener(end, () => (from = undefined));
  frame.addEventListener('dblclick', (event) => {
    if (!event.target.closest('video, a')) zoom(views.get(pane).scale > 1 ? 1 / MOST : 2.5, pointed(pane, event), pane);
  });
}

function begin() {
  viewer.classList.add('viewer--live');
  viewer.querySelector('.viewer__tools').hidden = false;
  viewer.addEventListener('click', (event) => {
    const act = event.target.closest('[data-act]')?.dataset.act;
    if (act) acts[act]();
  });
  // links to a picture, in the strip and among the facts
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#ev-"]');
    const pane = link && panes.find((pane) => `#${pane.id}` === link.getAttribute('href'));
    if (!pane) return;
    event.preventDefault();
    open(pane);
  });
  panes.forEach(pointing);
  const box = document.getElementById('case-keys-on');
  box.checked = wanted();
  box.addEventListener('change', () => localStorage.setItem(STORED, box.checked ? 'on' : 'off'));
  new ResizeObserver(() => shown.forEach(draw)).observe(viewer);
  if (active) show();
}

document.addEventListener('keydown', press);
begin();
