// Rows walked with j and k: the link of the row takes the focus, and the row's own keys press its buttons.
export function startRowCursor(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const target = event.target;
    if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
    const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
    if (!rows.length) return;
    const here = document.activeElement?.closest<HTMLElement>("[data-row]") ?? null;
    if (event.key === "j" || event.key === "k") return take(event, () => step(rows, here, event.key === "j" ? 1 : -1));
    const act = here?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(event.key)}"]`);
    if (act) take(event, () => act.click());
  });
}

function take(event: Event, act: () => void): void {
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

function step(rows: HTMLElement[], here: HTMLElement | null, by: number): void {
  const at = here ? rows.indexOf(here) + by : by > 0 ? 0 : rows.length - 1;
  const next = rows[Math.max(0, Math.min(at, rows.length - 1))];
  const link = next?.querySelector<HTMLElement>("[data-row-focus]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}
