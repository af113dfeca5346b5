// Ctrl-K: go anywhere by typing. The server answers, knows the recent pages, and decides who may see what;
// nothing is kept on the device.
import { ListCursor } from "./list_cursor";

type Hit = { label: string; hint?: string; url: string; kind?: string };
const WAIT = 120;

export function startPalette(): void {
  const dialog = document.getElementById("palette");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const input = dialog.querySelector<HTMLInputElement>("input")!;
  const list = dialog.querySelector<HTMLElement>("[role=listbox]")!;
  const state = dialog.querySelector<HTMLElement>("[data-palette-state]")!;
  const cursor = new ListCursor(input, list);
  let timer = 0;
  let asked = 0;

  const ask = async () => {
    const turn = ++asked;
    let hits: Hit[] | null = null;
    try {
      const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(input.value.trim())}`, {
        headers: { Accept: "application/json" },
        cache: "no-store",
      });
      if (answer.ok) hits = (await answer.json()) as Hit[];
    } catch {
      hits = null;
    }
    if (turn !== asked) return;
    list.replaceChildren(...(hits ?? []).map(hitElement));
    cursor.mark(list.querySelector<HTMLElement>("[role=option]"));
    state.textContent = sentence(hits, input.value.trim());
  };

  const open = () => {
    if (dialog.open) return;
    input.value = "";
    list.replaceChildren();
    dialog.showModal();
    input.focus();
    void ask();
  };

  document.querySelectorAll("[data-palette-open]").forEach((button) => button.addEventListener("click", open));
  document.addEventListener("palette:open", open);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (cursor.move(event)) return;
    if (event.key === "Enter" && cursor.current) {
      event.preventDefault();
      follow(cursor.current, event.ctrlKey || event.metaKey);
    }
  });
  list.addEventListener("click", (event) => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) follow(option, event.ctrlKey || event.metaKey);
  });
}

function follow(option: HTMLElement, newTab: boolean): void {
  const url = option.dataset.url ?? "";
  if (!url.startsWith("/")) return;
  if (newTab) window.open(url, "_blank", "noopener");
  else window.location.assign(url);
}

function sentence(hits: Hit[] | null, query: string): string {
  if (hits === null) return "The search did not answer. Try again in a moment.";
  if (hits.length) return `${hits.length} found`;
  return query ? "Nothing found. Try a name, a birth date, a phone number or a page." : "Type a name, a number or a page.";
}

function hitElement(hit: Hit, index: number): HTMLElement {
  const element = document.createElement("li");
  element.id = `palette-option-${index}`;
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  element.dataset.url = hit.url;
  for (const [name, text] of [["hit-label", hit.label], ["hit-hint", hit.hint], ["hit-kind", hit.kind]] as const) {
    if (!text) continue;
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    element.append(part);
  }
  return element;
}
