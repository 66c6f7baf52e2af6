// Before a form of the console is sent, asks whether whoever the page was made for is still signed in. Where they are not, nothing is
// sent: what was typed stays, and the page says so beside the button. Where the question gets no answer, the form is sent as it is
// without this script. A decision is not kept waiting while it is known that the session stands.
const words = document.getElementById('signed-out');
const KNOWN_MS = 60_000;
const PATIENCE_MS = 4_000;

// The page itself was an answer.
let [known, asked] = [Date.now(), Date.now()];
let [question, passing, said] = [];
const waiting = new Set();

async function put() {
  asked = Date.now();
  const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
  const answer = await Promise.race([fetch(words.dataset.ask, { cache: 'no-store' }).catch(() => {}), late]);
  question = undefined;
  if (answer?.status === 204) known = Date.now();
  const out = answer?.status === 401 || answer?.status === 409;
  if (out) known = 0;
  return out ? String(answer.status) : '';
}

const ask = () => (question ??= put());

// Who works on the page is asked for meanwhile, so that their decision goes at once.
function worked() {
  if (Date.now() - Math.max(known, asked) > KNOWN_MS / 2) ask();
}

function say(why, form, button) {
  said = words.content.firstElementChild.cloneNode(true);
  for (const sentence of said.querySelectorAll('[data-why]')) sentence.hidden = sentence.dataset.why !== why;
  if (button && !form.contains(button)) button.after(said);
  else form.append(said);
  said.scrollIntoView({ block: 'nearest' });
}

async function send(form, button) {
  waiting.add(form);
  const why = await ask();
  waiting.delete(form);
  said?.remove();
  if (why) return say(why, form, button);
  passing = form;
  form.requestSubmit(button);
  passing = undefined;
}

function submitted(event) {
  const form = event.target;
  if (form === passing || form.getAttribute('method') !== 'post' || !form.closest('main')) return;
  if (form.closest('.decide') && Date.now() - known < KNOWN_MS) return;
  event.preventDefault();
  // other scripts hear of it when it is sent
  event.stopImmediatePropagation();
  if (!waiting.has(form)) send(form, event.submitter);
}

if (HTMLFormElement.prototype.requestSubmit) {
  document.addEventListener('submit', submitted, true);
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, worked, { passive: true });
}
