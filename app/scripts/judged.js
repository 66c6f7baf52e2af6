// What the worker found of a card's picture, shown before anything is sent: the worst first, with what to do. The words are the
// page's (data-findings), the marks those of app/src/pages/evidence/side.rs.
const RANK = { fail: 0, advice: 1, pass: 2 };

const sorted = ({ findings }) => [...findings].sort((a, b) => RANK[a.outcome] - RANK[b.outcome]);

// A verdict without findings has judged nothing.
export const worst = (verdict) => sorted(verdict)[0] || { outcome: 'fail' };

const about = (section) => section.querySelector('.card-about');

export function clear(section) {
  about(section).replaceChildren();
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function line({ rule, outcome, hint }, words) {
  const [named, mend] = words.rules[rule] || ['', ''];
  const item = make('li');
  item.dataset.rule = rule;
  if (outcome === 'advice') item.append(make('span', 'tag tag--warn', words.advice), ' ');
  item.append(make('strong', '', words.hints[hint] || named), make('br'), mend);
  return item;
}

// `use`: sends it all the same, which is offered where nothing fails.
export function show_findings(section, verdict, words, use) {
  const fails = worst(verdict).outcome === 'fail';
  const notice = make('div', `notice notice--${fails ? 'bad' : 'warn'}`);
  const list = make('ul', 'card-findings');
  list.append(...sorted(verdict).filter(({ outcome }) => outcome !== 'pass').map((finding) => line(finding, words)));
  notice.append(make('h3', 'notice__title', fails ? words.refused : words.advised));
  notice.append(make('p', '', fails ? words.refused_text : words.advised_text), list);
  notice.tabIndex = -1;
  about(section).replaceChildren(notice);
  if (!fails) {
    const button = make('button', 'button', words.use);
    button.type = 'button';
    button.onclick = use;
    notice.append(button);
  }
  const camera = section.querySelector('.way-choice__input');
  camera.setAttribute('aria-label', camera.dataset.again);
  const label = camera.nextElementSibling;
  label.textContent = words.again;
  label.classList.add('button--primary');
  notice.focus();
}
