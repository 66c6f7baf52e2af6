// Proposes 姓名全拼 as soon as the name is typed: the server spells it, this fills it in where nothing else was typed. Without this
// script it is proposed when the page comes back.
const [name, pinyin, note] = ['name', 'pinyin', 'spellings-note'].map((id) => document.getElementById(id));
const list = document.getElementById('spellings');
const province = name.form.elements.province.value;
let proposed = '';
let asked = 0;

function show(spellings) {
  list.replaceChildren(...spellings.map((own) => Object.assign(document.createElement('option'), { value: own })));
  const several = spellings.length > 1;
  note.textContent = several ? note.dataset.several.replace('{choices}', spellings.join(note.dataset.joint)) : '';
  // what somebody typed or chose is theirs
  if (pinyin.value.trim() !== proposed) return;
  proposed = spellings[0] ?? '';
  pinyin.value = proposed;
}

async function propose() {
  const own = ++asked;
  const body = new URLSearchParams({ province, name: name.value });
  const answer = await fetch(list.dataset.from, { method: 'POST', body, headers: { accept: 'application/json' } });
  if (answer.ok && own === asked) show(await answer.json());
}

name.addEventListener('change', () => propose().catch(() => {}));
// typed before this script had come
if (name.value !== name.defaultValue) propose().catch(() => {});
