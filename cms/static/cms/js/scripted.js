// Shows what needs a script: its buttons are hidden where there is none.
document.documentElement.classList.add("scripted");
