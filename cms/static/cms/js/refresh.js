// A page that waits for work shows how far it is, and loads anew when that is done.
const EVERY_MS = 2000;
const part = document.querySelector("[data-refresh]");

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
