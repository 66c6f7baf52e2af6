// Ticks off the rule of a new password while it is typed. The server judges; this only shows.
const rule = document.querySelector('.password-rule');
const field = document.getElementById('new_password');
const [min, max] = [Number(rule.dataset.min), Number(rule.dataset.max)];
const tests = {
  length: (typed) => [...typed].length >= min && [...typed].length <= max,
  digit: (typed) => /[0-9]/.test(typed),
  letter: (typed) => /[A-Za-z]/.test(typed),
  symbol: (typed) => [...typed].some((character) => rule.dataset.symbols.includes(character)),
};
const show = () => {
  for (const line of rule.querySelectorAll('[data-rule]')) {
    const done = tests[line.dataset.rule](field.value);
    line.classList.toggle('done', done);
    line.dataset.words ??= line.textContent;
    line.textContent = done ? `${line.dataset.words} ${rule.dataset.done}` : line.dataset.words;
  }
};
field.addEventListener('input', show);
show();
