// Search as you type: a combobox over a JSON endpoint, usable with the keyboard alone.
// <div data-typeahead data-url="/x/?q="> holds a text input, a hidden input and an empty listbox.
import { announce } from "./announce";
import { ListCursor } from "./list_cursor";

type Option = { value: string; label: string; hint?: string };
const WAIT = 180;

export function startTypeahead(): void {
  const startAll = (root: ParentNode) =>
    root.querySelectorAll<HTMLElement>("[data-typeahead]:not([data-started])").forEach(start);
  startAll(document);
  document.addEventListener("htmx:afterSettle", (event) => startAll((event.target as Element).parentNode ?? document));
}

function start(box: HTMLElement): void {
  const input = box.querySelector<HTMLInputElement>("input[role=combobox]");
  const chosen = box.querySelector<HTMLInputElement>("input[type=hidden]");
  const list = box.querySelector<HTMLElement>("[role=listbox]");
  const url = box.dataset.url;
  if (!input || !chosen || !list || !url) return;
  box.dataset.started = "yes";
  const cursor = new ListCursor(input, list);
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    cursor.clear();
  };
  const choose = (option: HTMLElement) => {
    chosen.value = option.dataset.value ?? "";
    input.value = option.dataset.label ?? "";
    close();
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const ask = async () => {
    const turn = ++asked;
    const answer = await fetch(url + encodeURIComponent(input.value.trim()), { headers: { Accept: "application/json" } });
    if (turn !== asked || !answer.ok) return;
    const options = (await answer.json()) as Option[];
    list.replaceChildren(...options.map((option, index) => optionElement(option, `${list.id}-${index}`)));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    cursor.clear();
    announce(options.length ? `${options.length} found. Use the arrow keys.` : "Nothing found.");
  };

  input.addEventListener("input", () => {
    chosen.value = "";
    window.clearTimeout(timer);
    if (input.value.trim().length < Number(box.dataset.least ?? "2")) return close();
    timer = window.setTimeout(() => void ask(), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (cursor.move(event)) return;
    if (event.key === "Enter" && cursor.current) {
      event.preventDefault();
      choose(cursor.current);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  // Whoever knows the code types it and goes on: an answer that comes later must not open over the next field.
  input.addEventListener("blur", () => {
    window.clearTimeout(timer);
    asked += 1;
    close();
  });
  // pointerdown comes before blur, which would hide the option under the pointer.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) choose(option);
  });
}

function optionElement(option: Option, id: string): HTMLElement {
  const element = document.createElement("li");
  element.id = id;
  element.setAttribute("role", "option");
  element.dataset.value = option.value;
  element.dataset.label = option.label;
  element.append(option.label);
  if (option.hint) {
    const hint = document.createElement("span");
    hint.className = "option-hint";
    hint.textContent = option.hint;
    element.append(hint);
  }
  return element;
}
