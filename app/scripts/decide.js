// Keeps what is filled in of a decision as one goes along, and accepts all open items at once. Without it the buttons do.
const form = document.getElementById('decision');
const saved = form.querySelector('[data-saved]');
const rest = form.querySelector('[data-accept-rest]');
const PAUSE_MS = 800;
let timer = 0;
let decided = false;

const save = async () => {
  if (decided) return;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.dataset.save, { method: 'POST', body, headers: { accept: 'application/json' } }).catch(() => null);
  const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' });
  saved.textContent = answer?.ok ? saved.dataset.saved.replace('{time}', time) : '';
};
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
};

form.addEventListener('input', soon);
form.addEventListener('submit', () => {
  decided = true;
  clearTimeout(timer);
});
rest.hidden = false;
rest.addEventListener('click', () => {
  for (const choice of form.querySelectorAll('[data-verdict]')) {
    if (choice.value === '') choice.value = 'accept';
  }
  soon();
});
