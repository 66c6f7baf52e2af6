// Forms of the console go off once, and only while somebody is signed in. A second click would be refused where the first one
// went through; and what was typed is not lost to a session that ended meanwhile: the page stays as it is, and says so.
const notice = document.getElementById('signed-out');
const page = notice.querySelector('a').href;
const AGAIN_MS = 10_000;
let asking = false;
let known = false;
let sent = 0;

// Typed, chosen or ticked since the page was made.
const changed = (field) => {
  if (field.type === 'hidden') return false;
  if (field.type === 'file') return field.files.length > 0;
  if (field.options) return field.value !== '' && ![...field.options].find((option) => option.selected)?.defaultSelected;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  return 'defaultValue' in field && field.value !== field.defaultValue;
};

// Whoever is signed in is sent on from the page of signing in.
const signedOut = async () => {
  const answer = await fetch(page, { method: 'HEAD', redirect: 'manual', cache: 'no-store' }).catch(() => null);
  return answer?.ok === true;
};

async function ask(form, button) {
  asking = true;
  notice.hidden = !(await signedOut());
  asking = false;
  if (!notice.hidden) return notice.focus();
  known = true;
  form.requestSubmit(button);
  known = false;
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (form.method !== 'post') return;
  const wait = !known && [...form.elements].some(changed);
  const twice = asking || (sent > 0 && performance.now() - sent < AGAIN_MS);
  if (!wait && !twice) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!twice) ask(form, submitter);
}, { capture: true });

// Unless another script sends it in its own way.
addEventListener('submit', (event) => {
  if (!event.defaultPrevented && event.target.method === 'post') sent = performance.now();
});

// Back from the page that it led to.
addEventListener('pageshow', () => (sent = 0));
