"use strict";
// Search and sort of the people table; works from a file share and asks for nothing.
const table = document.getElementById("people");
const body = table.tBodies[0];
const rows = Array.from(body.rows);
const texts = rows.map((row) => row.textContent.toLowerCase());
const search = document.getElementById("search");
const found = document.getElementById("found");

function filter() {
  const wanted = search.value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  rows.forEach((row, place) => {
    row.hidden = !wanted.every((word) => texts[place].includes(word));
    shown += row.hidden ? 0 : 1;
  });
  found.textContent = shown;
}

function key(row, column) {
  const cell = row.cells[column];
  return "v" in cell.dataset ? Number(cell.dataset.v) : cell.textContent;
}

function sort(button) {
  const head = button.closest("th");
  const down = head.getAttribute("aria-sort") !== "ascending";
  table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "ascending" : "descending");
  const column = head.cellIndex;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const keyed = rows.filter((row) => row.parentNode === body).map((row) => [key(row, column), row]);
  keyed.sort(([a], [b]) => (typeof a === "number" ? a - b : collator.compare(a, b)) * (down ? 1 : -1));
  body.append(...keyed.map(([, row]) => row));
}

search.addEventListener("input", filter);
table.tHead.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) sort(button);
});
