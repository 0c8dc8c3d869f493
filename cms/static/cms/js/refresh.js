// A page that waits for work shows how far it is, and loads anew when that is done.
// Every two seconds, or as many as `data-every` says.
const part = document.querySelector("[data-refresh]");
const EVERY_MS = 1000 * Number(part?.dataset.every ?? 2);

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-refresh]");
    if (fresh?.dataset.refresh !== part.dataset.refresh) {
      location.reload();
      return;
    }
    part.replaceChildren(...fresh.childNodes);
  }
  setTimeout(look, EVERY_MS);
}

if (part) setTimeout(look, EVERY_MS);
