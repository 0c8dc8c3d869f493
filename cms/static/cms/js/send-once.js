// A second press while the first is under way sends nothing twice.
const UNDER_WAY_MS = 5000; // a download or a lost network leaves the form usable
const sent = new Map();

function release(form) {
  sent.get(form)?.removeAttribute("aria-disabled");
  sent.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.set(form, event.submitter);
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, UNDER_WAY_MS, form);
});

// Whoever comes back finds the form ready, with what they typed.
addEventListener("pageshow", () => [...sent.keys()].forEach(release));
