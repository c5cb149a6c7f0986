// Shows the council on a chosen day. An element that is shown only on some days has the first of them and the first
// day after them as attributes (data-from, data-until), which this script compares with the chosen day. The day is in
// the address, as #on=2012-06-01.
"use strict";

const byId = (id) => document.getElementById(id);
const form = byId("chosen"), date = byId("date"), slider = byId("slider");
const dated = document.querySelectorAll("[data-from]");
const changes = [...document.querySelectorAll(".change[data-day]")].map((change) => change.dataset.day).sort();
const MS = 24 * 60 * 60 * 1000;
let settled;

const time = (day) => Date.parse(day + "T00:00:00Z");
const dayAt = (days) => new Date(time(date.min) + days * MS).toISOString().slice(0, 10);
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time(text)) && new Date(time(text)).toISOString().startsWith(text);
const long = (day) =>
  new Date(time(day)).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Returns the day in the address, or else the day of the export. */
function asked() {
  const found = /^#on=(.*)$/.exec(location.hash);
  if (!found || !isDay(found[1])) return byId("today").dataset.day;
  return found[1] > date.max ? date.max : found[1];
}

/** Shows the council on `day`. */
function show(day) {
  for (const element of dated) {
    const now = element.dataset.from <= day && day < element.dataset.until;
    if (element instanceof HTMLElement) element.hidden = !now;
    else element.classList.toggle("now", now);
  }
  for (const element of document.querySelectorAll("time.that")) {
    element.textContent = day;
    element.dateTime = day;
  }
  byId("long").textContent = long(day);
  byId("long").dateTime = day;
  if (date.value !== day) date.value = day;
  slider.value = Math.round((time(day) - time(date.min)) / MS);
  slider.setAttribute("aria-valuetext", long(day));
  byId("earlier").disabled = !changes.some((change) => change < day);
  byId("later").disabled = !changes.some((change) => change > day && change <= date.max);
}

/** Puts `day` in the address, which shows it and adds it to the history of the browser. */
function go(day) {
  clearTimeout(settled);
  if (day === asked()) show(day);
  else location.hash = "on=" + day;
}

slider.addEventListener("input", () => {
  show(dayAt(slider.valueAsNumber));
  // A drag adds one entry to the history, not hundreds.
  clearTimeout(settled);
  settled = setTimeout(() => go(dayAt(slider.valueAsNumber)), 400);
});
date.addEventListener("change", () => date.validity.valid && isDay(date.value) && go(date.value));
form.addEventListener("submit", (event) => event.preventDefault());
byId("earlier").addEventListener("click", () => go(changes.findLast((change) => change < asked())));
byId("later").addEventListener("click", () => go(changes.find((change) => change > asked())));
byId("today").addEventListener("click", () => go(byId("today").dataset.day));
addEventListener("hashchange", () => {
  // Other anchors are places on the page.
  if (location.hash === "" || location.hash.startsWith("#on=")) show(asked());
});

form.hidden = false;
show(asked());
