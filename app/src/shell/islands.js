((js, wasm) => {
  const code = fetch(wasm);
  const parsed = new Promise((done) => addEventListener('DOMContentLoaded', done, { once: true }));
  Promise.all([import(js), parsed]).then(async ([islands]) => {
    await islands.default({ module_or_path: code });
    islands.hydrate();
    for (const island of document.querySelectorAll('leptos-island')) {
      island.parentElement.closest('leptos-children')?.$$on_hydrate?.();
      await islands[island.dataset.component](island);
    }
  });
})
