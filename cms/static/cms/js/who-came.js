// Each tick of who came leaves by itself, and again until the server has it: on a bad
// connection the open page loses nothing. What waits is kept for this tab as numbers
// alone; first names of people who walked in stay in memory.
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;
const PATIENCE_MS = 10000;
const KEY = `ticks:${location.pathname}`;
const forms = [...document.querySelectorAll("form[data-tick]")];
let waiting = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
waiting.forEach((tick) => delete tick.isRefused);
let pause = FIRST_PAUSE_MS;
let isSending = false;
let pressed; // the form to load anew once all is saved
let timer;

const partOf = (form) => form.elements.part.value;
const formOf = (tick) => forms.find((form) => partOf(form) === tick.part);
const boxesOf = (form) => [...form.querySelectorAll("input[name=came]")];

function keep() {
  const numbers = waiting.filter((tick) => !tick.name);
  sessionStorage.setItem(KEY, JSON.stringify(numbers));
}

function say(form, words) {
  form.querySelector("[data-state]").textContent = words;
}

function show(form, saved = "") {
  const words = form.querySelector("[data-state]").dataset;
  const count = waiting.filter((tick) => tick.part === partOf(form)).length;
  const left = count === 1 ? words.one : words.many.replace("{n}", count);
  say(form, count ? left : [words.saved, saved].join(" ").trim());
}

function add(form, tick) {
  const part = partOf(form);
  const isOld = (old) => tick.seat && old.part === part && old.seat === tick.seat;
  waiting = waiting.filter((old) => !isOld(old));
  waiting.push({ ...tick, part, at: Date.now() });
  keep();
  show(form);
  send();
}

function post(tick) {
  const form = formOf(tick);
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  sent.set("part", tick.part);
  sent.set("ago", Math.max(0, Date.now() - tick.at));
  if (tick.here) sent.set("here", "1");
  if (tick.seat) sent.set("seat", tick.seat);
  if (tick.name) sent.set("first_name", tick.name);
  if (tick.name) sent.set("submission", tick.submission);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const how = { method: "POST", body: sent, redirect: "manual", signal };
  return fetch(form.dataset.tick, how).catch(() => null);
}

// What others ticked meanwhile is seen here too, except where this page says more.
function take(form, answer, tick) {
  if (tick.box) Object.assign(tick.box, { value: answer.seat, name: "came" });
  tick.box?.removeAttribute("disabled");
  const came = new Set(answer.came.map(String));
  form.querySelectorAll("input[name=was]").forEach((old) => old.remove());
  for (const value of came) {
    const was = { type: "hidden", name: "was", value };
    form.append(Object.assign(document.createElement("input"), was));
  }
  for (const box of boxesOf(form).filter((each) => !each.disabled)) {
    const isOwn = waiting.some((w) => w.part === tick.part && w.seat === box.value);
    if (!isOwn) box.checked = came.has(box.value);
  }
  show(form, answer.words);
}

// True when the next one may follow at once.
async function sendOne(tick) {
  const form = formOf(tick);
  const answer = form ? await post(tick) : { ok: true };
  if (!answer || answer.status >= 500) {
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    return false;
  }
  pause = FIRST_PAUSE_MS;
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    say(form, told.refused || form.querySelector("[data-state]").dataset.stuck);
    tick.isRefused = answer.status >= 400; // else: the sign-in has ended, for all
    return tick.isRefused;
  }
  waiting = waiting.filter((other) => other !== tick);
  keep();
  if (form) take(form, await answer.json(), tick);
  return true;
}

// A tick that is refused waits for the next visit, and keeps no other one back.
const free = () => waiting.find((tick) => !tick.isRefused);

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  let next = free();
  while (next && (await sendOne(next))) next = free();
  isSending = false;
  if (!waiting.length && navigator.onLine) pressed?.submit();
}

// Not crypto.randomUUID: it is missing where the site is reached without https.
function newNumber() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

function walkIn(form) {
  const field = form.elements.first_name;
  const name = field.value.trim();
  field.value = "";
  if (!name) return;
  const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
  row.querySelector(".words").textContent = name;
  const box = row.querySelector("input");
  box.disabled = true; // until it has a number
  form.querySelector("[data-rows]").append(row);
  add(form, { name, box, here: true, submission: newNumber() });
}

function everybody(form) {
  for (const box of form.querySelectorAll("[data-rows] input:not(:checked)")) {
    box.checked = true;
    add(form, { seat: box.value, here: true });
  }
}

function begin(form) {
  form.addEventListener("change", ({ target }) => {
    if (target.name === "came") add(form, { seat: target.value, here: target.checked });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "everybody") everybody(form);
    walkIn(form);
    pressed = form;
    if (!waiting.length && !navigator.onLine) show(form);
    send();
  });
  for (const tick of waiting.filter((each) => each.part === partOf(form))) {
    const box = boxesOf(form).find((each) => each.value === tick.seat);
    if (box) box.checked = tick.here;
  }
}

forms.forEach(begin);
if (waiting.length) forms.forEach((form) => show(form));
send();
addEventListener("online", send);
addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});
