// Buttons marked data-print open the browser's print window.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
