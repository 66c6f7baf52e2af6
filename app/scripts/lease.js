// Renews the lease of a case while somebody works on it, and says when it is about to end. The words are the page's.
const bar = document.querySelector('[data-lease]');
const words = bar.querySelector('[data-words]');
const alert = bar.querySelector('[role=alert]');
const began = performance.now();
const start = Number(bar.dataset.now);
const WARN_MS = 2 * 60_000;
const TICK_MS = 15_000;

// The server's clock: the page's own may be wrong.
const now = () => start + performance.now() - began;
let until = Number(bar.dataset.lease);
let length = until - start;
let worked = false;
let over = false;

const show = () => {
  const left = Math.max(0, until - now());
  const time = new Date(until).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' });
  words.textContent = words.dataset.words.replace('{time}', time).replace('{minutes}', String(Math.floor(left / 60_000)));
  const say = left === 0 || over ? alert.dataset.over : left < WARN_MS ? alert.dataset.ending : '';
  if (alert.textContent !== say) alert.textContent = say;
};

const renew = async () => {
  worked = false;
  const body = new URLSearchParams({ case: bar.dataset.case });
  const answer = await fetch(bar.dataset.renew, { method: 'POST', body, headers: { accept: 'application/json' } }).catch(() => null);
  if (!answer) return;
  if (answer.ok) {
    until = await answer.json();
    length = until - now();
  } else if (answer.status < 500) {
    over = true;
  }
};

const tick = async () => {
  const left = until - now();
  if (!over && worked && left > 0 && left < length * 0.75 && document.visibilityState === 'visible') await renew();
  show();
};

for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
  document.addEventListener(kind, () => (worked = true), { passive: true });
}
setInterval(tick, TICK_MS);
document.addEventListener('visibilitychange', tick);
