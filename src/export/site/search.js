// Searches the keys of the rows (keys.js), which are folded: without case, accents and punctuation. The text that is typed
// is folded in the same way. It is in the address, as #q=sami.
"use strict";

const byId = (id) => document.getElementById(id);
const input = byId("text");
const rows = [...document.querySelectorAll("#rows tbody tr")];
let settled;

/** Folds a text: without case, accents, punctuation and "the", in Latin script. */
function fold(text) {
  const plain = (letter) => letter.normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  return [...text.normalize("NFC")]
    .map((letter) => (letter < "\x80" ? letter : LETTERS[letter] ?? plain(letter)))
    .join("")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/['`.]/g, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "" && word !== "the")
    .join(" ");
}

/** Shows the rows that contain `text`. */
function find(text) {
  const key = fold(text);
  // A match begins at the start of a word.
  const has = (at) => at !== undefined && KEYS[at].includes(" " + key);
  let found = 0;
  rows.forEach((row, at) => {
    const shown = key === "" || has(at) || has(OWNERS[at]);
    row.hidden = !shown;
    if (shown) found += 1;
  });
  byId("found").textContent = key === "" ? "" : found === 0 ? "Nothing found" : `${found} found`;
}

function asked() {
  const text = /^#q=(.*)$/.exec(location.hash);
  try {
    return text ? decodeURIComponent(text[1]) : "";
  } catch {
    return "";
  }
}

input.addEventListener("input", () => {
  clearTimeout(settled);
  settled = setTimeout(() => {
    find(input.value);
    history.replaceState(null, "", "#q=" + encodeURIComponent(input.value));
  }, 120);
});
byId("find").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", () => {
  input.value = asked();
  find(input.value);
});

byId("find").hidden = false;
input.value = asked();
find(input.value);
