// A card dragged to another lane opens the form that brings it there: a shortcut to
// the link below the card, and nothing more.
const cards = document.querySelectorAll("[data-ways]");
let card;

function laneOf({ target }) {
  const lane = target.closest?.("[data-lane]");
  const ways = card?.dataset.ways.split(" ") ?? [];
  return ways.includes(lane?.dataset.lane) ? lane : null;
}

for (const each of cards) {
  each.draggable = true;
  each.addEventListener("dragstart", () => {
    card = each;
  });
  each.addEventListener("dragend", () => {
    card = null;
  });
}

addEventListener("dragover", (event) => {
  if (laneOf(event)) event.preventDefault();
});

addEventListener("drop", (event) => {
  const lane = laneOf(event);
  if (!lane) return;
  event.preventDefault();
  location.assign(new URL(lane.dataset.opens, card.querySelector("a").href));
});
