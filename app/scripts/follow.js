// Keeps a waiting page up to date: hears news from the server (server-sent events, else by asking) and takes over the parts of
// the page that changed, as the server draws them. Needs <… data-follow data-page="…"> and optionally data-events, data-state
// and data-news; parts bear data-live (a name) and data-key (what they show). Without it the page reloads by itself.
const root = document.querySelector('[data-follow]');
const { page, events, state } = root.dataset;
const EVERY = 3000;
// No sign of life for so long: the line is dead. The server sends one every 15 s.
const SILENCE = 45000;
// A page that nobody looks at stops listening after this time.
const HIDDEN = 300000;
let seen = root.dataset.news;
let source, asking, silence, sleeping, going, ends;

const parts = (within) => [...within.querySelectorAll('[data-live]')];

// Takes over what changed. Focus stays where it was, by id.
async function redraw() {
  const answer = await fetch(page, { headers: { accept: 'text/html' }, cache: 'no-store' });
  if (!answer.ok || answer.redirected) return location.reload();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const news = parts(fresh);
  const same = news.length === parts(document).length;
  if (!same) return location.reload();
  for (const part of news) {
    const old = document.querySelector(`[data-live="${part.dataset.live}"]`);
    if (old.dataset.key === part.dataset.key) continue;
    const focus = old.contains(document.activeElement) && document.activeElement.id;
    old.dataset.key = part.dataset.key;
    old.replaceChildren(...part.childNodes);
    if (focus) document.getElementById(focus)?.focus();
    if (part.dataset.say) document.getElementById('follow-say').textContent = part.dataset.say;
  }
  act();
}

// What is to be gone on with by itself: a link, or a form.
function act() {
  const next = document.querySelector('[data-go]');
  if (!next || going) return;
  going = setTimeout(() => (next.href ? location.assign(next.href) : next.requestSubmit()), next.dataset.go * 1000);
}

// News as JSON. The seconds left change all the time and are no news; this device's clock is never asked for the hour.
async function hear(text) {
  const news = JSON.parse(text);
  ends = news.expires_in_secs == null ? null : performance.now() + news.expires_in_secs * 1000;
  delete news.expires_in_secs;
  const now = JSON.stringify(news);
  if (now === seen) return;
  await redraw();
  seen = now;
}

async function ask() {
  try {
    if (!state) return await redraw();
    const answer = await fetch(state, { headers: { accept: 'application/json' }, cache: 'no-store' });
    if (answer.status === 401 || answer.status === 403) return location.reload();
    if (answer.ok) await hear(await answer.text());
  } catch {
    // The line is down: the next round asks again.
  }
}

function poll(on) {
  if (!on) asking = clearInterval(asking);
  else if (!asking) asking = setInterval(ask, EVERY, ask());
}

function alive() {
  poll(false);
  clearTimeout(silence);
  silence = setTimeout(() => (stop(), start()), SILENCE);
}

function stop() {
  source?.close();
  clearTimeout(silence);
  poll(false);
}

function start() {
  if (!events || !window.EventSource) return poll(true);
  source = new EventSource(events);
  source.addEventListener('alive', alive);
  source.addEventListener('news', ({ data }) => (alive(), hear(data).catch(() => poll(true))));
  // The browser tries again by itself, or not; meanwhile the page asks.
  source.onerror = () => poll(true);
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(sleeping);
  if (document.hidden) sleeping = setTimeout(() => (stop(), (sleeping = 0)), HIDDEN);
  else if (sleeping === 0) start();
});
addEventListener('pagehide', stop);
addEventListener('pageshow', ({ persisted }) => persisted && start());
setInterval(() => {
  const left = document.querySelector('[data-left]');
  if (!left) return;
  ends ??= performance.now() + left.dataset.left * 1000;
  const secs = Math.max(0, Math.round((ends - performance.now()) / 1000));
  left.textContent = `${Math.floor(secs / 60)}:${String(secs % 60).padStart(2, '0')}`;
}, 1000);
act();
start();
