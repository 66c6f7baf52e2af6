// Looks for news of the education check every four seconds while the page is on show, and shows the page anew when there is some.
(() => {
  const state = (page) => page.querySelector("[data-state]")?.dataset.state;
  const known = state(document);
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.pathname, { headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (state(page) !== known) {
        clearInterval(timer);
        location.replace(location.pathname);
      }
    } catch {
      // The line is down; the next round may be luckier.
    }
  }, 4000);
})();
