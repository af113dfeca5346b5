// Tables written by hand fold on narrow screens as those of the kit do: each cell learns the name of its column and
// whether it stays in front. A column whose heading has `data-keep` stays; where none has, pills, buttons and the
// last number do.
const FOLDS_FROM = 4;
const FOLDS_EARLY_FROM = 6;
const LONG = 40;

function keeps(heads: HTMLTableCellElement[], column: number, cell: HTMLTableCellElement): boolean {
  if (cell.classList.contains("row-acts") || cell.matches("th[scope=row], :first-child")) return true;
  if (heads.some((head) => head.hasAttribute("data-keep"))) return heads[column]?.hasAttribute("data-keep") ?? false;
  const last = heads.map((head) => head.classList.contains("num")).lastIndexOf(true);
  return column === last || cell.querySelector(".pill, .btn, button, input, select") !== null;
}

function foldRow(row: HTMLTableRowElement, heads: HTMLTableCellElement[]): void {
  const name = row.querySelector("th[scope=row]") ?? row.cells[0];
  let column = 0;
  for (const cell of row.cells) {
    const said = cell.textContent?.trim() ?? "";
    const acts = cell.querySelector("input, button, select, .btn") !== null;
    const empty = (said === "" || said === "–") && !acts && cell.querySelector("img, svg") === null;
    const kept = keeps(heads, column, cell);
    cell.classList.add(kept ? "keep" : "fold");
    if (cell === name) cell.classList.add("first");
    else if (column === 0) cell.classList.add("lead");
    if (column > 0 && said.length > LONG) cell.classList.add("long");
    if (empty) cell.classList.add("void");
    else if (cell.colSpan === 1 && !(kept && acts)) cell.dataset.label = heads[column]?.textContent?.trim() ?? "";
    cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
    column += cell.colSpan;
  }
}

function fold(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (heads.length < FOLDS_FROM || table.matches(".folds, .folds-early, .board-table, .task-rows, .diff-rows")) return;
  for (const body of [...table.tBodies, ...(table.tFoot ? [table.tFoot] : [])]) {
    for (const row of body.rows) foldRow(row, heads);
  }
  // Drawn as lines, a table is one no more to a screen reader unless it says so.
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll("thead, tbody, tfoot")) part.setAttribute("role", "rowgroup");
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const head of heads) head.setAttribute("role", "columnheader");
  table.classList.add(heads.length < FOLDS_EARLY_FROM ? "folds" : "folds-early");
}

export function startNarrowTables(): void {
  const foldAll = () => document.querySelectorAll<HTMLTableElement>("table.rows").forEach(fold);
  foldAll();
  document.addEventListener("htmx:afterSettle", foldAll);
}
