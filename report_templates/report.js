"use strict";
// Search and sort of the people table; works from a file share and asks for nothing.
// Laying out a row costs a hundred times what finding it does, so only the first rows that match are shown at once.
const table = document.getElementById("people");
const body = table.tBodies[0];
const search = document.getElementById("search");
const found = document.getElementById("found");
const more = document.getElementById("more");
const step = Number(more.dataset.step);
const texts = new Map(Array.from(body.rows, (row) => [row, row.textContent.toLowerCase()]));
let rows = Array.from(body.rows);
let matching = rows;
let room = step;

function show(most) {
  const shown = new Set(matching.slice(0, most));
  rows.forEach((row) => { row.hidden = !shown.has(row); });
  more.hidden = matching.length <= most;
  found.textContent = matching.length;
}

function filter() {
  const wanted = search.value.trim().toLowerCase().split(/\s+/);
  matching = rows.filter((row) => wanted.every((word) => texts.get(row).includes(word)));
  room = step;
  show(room);
}

function key(row, column) {
  const cell = row.cells[column];
  return "v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent;
}

function sort(button) {
  const head = button.closest("th");
  const up = head.getAttribute("aria-sort") !== "ascending";
  table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const keyed = rows.map((row) => [key(row, head.cellIndex), row]);
  keyed.sort(([a], [b]) => (typeof a === "number" ? a - b : collator.compare(a, b)) * (up ? 1 : -1));
  rows = keyed.map(([, row]) => row);
  rows.forEach((row) => { row.hidden = true; });
  const ordered = document.createDocumentFragment();
  rows.forEach((row) => ordered.append(row));
  body.append(ordered);
  filter();
}

search.addEventListener("input", filter);
more.addEventListener("click", () => show(room += step));
table.tHead.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) sort(button);
});
addEventListener("beforeprint", () => show(Infinity));
addEventListener("afterprint", () => show(room));
filter();
