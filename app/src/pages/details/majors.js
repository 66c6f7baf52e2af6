// Follows the choice of a major without asking the server: filters the list while typing, shows what the chosen one demands.
(() => {
  const select = document.getElementById("major");
  const query = document.getElementById("q");
  if (!select || !query) return;
  const all = [...select.querySelectorAll("optgroup")].map((group) => [group, [...group.children]]);
  const show = () => {
    for (const clause of document.querySelectorAll("[data-major]")) clause.hidden = clause.dataset.major !== select.value;
    for (const line of document.querySelectorAll("[data-majors]")) line.hidden = !line.dataset.majors.split(" ").includes(select.value);
  };
  const filter = () => {
    const words = query.value.trim().toUpperCase();
    const chosen = select.value;
    for (const [group, options] of all) group.replaceChildren(...options.filter((own) => own.value === chosen || own.text.toUpperCase().includes(words)));
    select.value = chosen;
  };
  select.addEventListener("change", show);
  query.addEventListener("input", filter);
  show();
})();
