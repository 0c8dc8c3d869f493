// A second press while the first is under way sends nothing twice.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (sent.has(event.target)) {
    event.preventDefault();
    return;
  }
  if (event.target.method !== "post") return;
  sent.add(event.target);
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Coming back with the browser's button finds the form ready again.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
