// Buttons marked data-share hand this address to the device, or copy it.
for (const button of document.querySelectorAll("[data-share]")) {
  button.addEventListener("click", async () => {
    const page = { title: document.title, url: location.href };
    if (navigator.share) {
      await navigator.share(page).catch(() => {});
      return;
    }
    await navigator.clipboard?.writeText(page.url);
    button.querySelector("[role=status]").textContent = button.dataset.copied;
  });
}
