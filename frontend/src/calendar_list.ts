// The list that says what the columns say: sorted by its headings, fetched again when something changed.
let sorted: { column: number; down: boolean } | null = null;

export function startList(frame: HTMLElement): void {
  frame.querySelectorAll<HTMLElement>("th[data-sort]").forEach((heading) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort-button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const column = (heading as HTMLTableCellElement).cellIndex;
      sorted = { column, down: sorted?.column === column && !sorted.down };
      sort(frame);
    });
  });
  if (sorted) sort(frame);
}

function sort(frame: HTMLElement): void {
  const { column, down } = sorted!;
  const body = frame.querySelector("tbody");
  if (!body) return;
  const key = (row: HTMLTableRowElement) => row.cells[column]?.dataset.value ?? row.cells[column]?.textContent?.trim() ?? "";
  const rows = [...body.rows].sort((one, other) => key(one).localeCompare(key(other)) * (down ? -1 : 1));
  body.append(...rows);
  frame.querySelectorAll("th[aria-sort]").forEach((heading) => heading.removeAttribute("aria-sort"));
  frame.querySelectorAll("thead th")[column]?.setAttribute("aria-sort", down ? "descending" : "ascending");
}

export async function refreshList(frame: HTMLElement, url: string): Promise<void> {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (answer.status !== 200) return;
  const focused = document.activeElement?.closest<HTMLElement>("[data-event]")?.dataset.event;
  frame.innerHTML = await answer.text();
  startList(frame);
  if (focused) frame.querySelector<HTMLElement>(`[data-event="${CSS.escape(focused)}"] [data-row-focus]`)?.focus();
}
