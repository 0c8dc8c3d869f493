// Takes keyboard and screen reader to the list of problems after a form came back.
document.querySelector(".problem[tabindex]")?.focus();
