// Keys for people who do this all day. Links carry data-keys="g d"; "/" searches and "?" lists them all.
const PATIENCE = 900;

export function startShortcuts(): void {
  let pressed = "";
  let timer = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "/") return take(event, () => document.dispatchEvent(new Event("palette:open")));
    if (event.key === "?") return take(event, openHelp);
    if (!/^[a-z1-9]$/.test(event.key)) return;
    window.clearTimeout(timer);
    pressed = pressed ? `${pressed} ${event.key}` : event.key;
    const link = document.querySelector<HTMLElement>(`[data-keys="${pressed}"]`);
    // What is being asked for anew no longer answers to its keys.
    if (link && !link.closest(".htmx-request")) {
      pressed = "";
      return take(event, () => link.click());
    }
    timer = window.setTimeout(() => {
      pressed = "";
    }, PATIENCE);
    if (!document.querySelector(`[data-keys^="${pressed} "]`)) pressed = "";
  });
}

function take(event: Event, act: () => void): void {
  event.preventDefault();
  act();
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

// The list is read from the page itself, so that it never names a key that does nothing here.
function openHelp(): void {
  const dialog = document.getElementById("shortcut-help");
  const rows = dialog?.querySelector("[data-shortcut-rows]");
  if (!(dialog instanceof HTMLDialogElement) || !rows) return;
  const found = [...document.querySelectorAll<HTMLElement>("[data-keys]")].map((link) => {
    const label = link.dataset.keysLabel ?? link.textContent?.trim() ?? "";
    return row(link.dataset.keys ?? "", label);
  });
  rows.replaceChildren(row("Ctrl K", "Search and go anywhere"), row("/", "Search and go anywhere"), row("?", "This list"), ...found);
  dialog.showModal();
}

function row(keys: string, label: string): HTMLElement {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  for (const key of keys.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    term.append(cap, " ");
  }
  meaning.textContent = label;
  line.append(term, meaning);
  return line;
}
