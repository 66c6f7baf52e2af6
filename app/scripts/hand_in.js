// 提交 of the reminder: out of use, with the seconds that are left, while the server would refuse it. The server keeps the time;
// without this script the button is in use and pressing it too early asks to wait.
const said = document.querySelector('.countdown[data-seconds]');
// The seconds were left when the server made the page. When that was, only the server knows, but not after the page had come: from
// there on they run, however late this script is. So they may last a little too long, and are never over too early.
const came = performance.getEntriesByType('navigation')[0]?.responseEnd || performance.now();

function lock() {
  const button = document.querySelector('[data-after-countdown]');
  const [timer, status] = said.children;
  const [words, ends] = [button.textContent, came + said.dataset.seconds * 1000];
  let locked = true;
  button.setAttribute('aria-disabled', 'true');
  button.form.addEventListener('submit', (event) => locked && event.preventDefault());
  // By the clock, not by counting: a phone in a pocket lets timers sleep.
  const tick = () => {
    const left = Math.ceil((ends - performance.now()) / 1000);
    const fill = (text) => text.replace('{n}', left);
    if (left > 0) {
      timer.textContent = fill(said.dataset.ticking);
      button.textContent = fill(said.dataset.button);
      return setTimeout(tick, 1000);
    }
    locked = false;
    button.removeAttribute('aria-disabled');
    button.textContent = words;
    timer.textContent = '';
    status.textContent = said.dataset.ready;
    status.classList.remove('visually-hidden');
  };
  tick();
}

if (said) lock();
