// What can be done with a visit, at the right mouse button, the menu key, Shift+F10 or a point.
import { notify, postStep } from "./calendar_acts";
import type { Booked } from "./calendar_types";

type Item = { label: string; act: () => void };

export function openEventMenu(anchor: HTMLElement, event: Booked, move: () => void, changed: () => void): void {
  const items: Item[] = [];
  if (event.url) items.push({ label: "Open", act: () => window.location.assign(event.url!) });
  for (const member of event.members ?? []) {
    items.push({ label: `Open ${member.title}`, act: () => window.location.assign(member.url) });
  }
  if (event.move_url) items.push({ label: "Move to…", act: move });
  for (const act of event.acts ?? []) {
    items.push({
      label: act.label,
      act: () => (act.to === "cancelled" ? askWhy(event, changed) : void take(event, act.to, changed)),
    });
  }
  if (items.length) show(anchor, event.title, items);
}

async function take(event: Booked, to: string, changed: () => void): Promise<void> {
  notify(await postStep(event, to));
  changed();
}

function askWhy(event: Booked, changed: () => void): void {
  const dialog = document.getElementById("cancel-dialog");
  const form = dialog?.querySelector<HTMLFormElement>("[data-cancel-form]");
  if (!(dialog instanceof HTMLDialogElement) || !form) return;
  const refusal = dialog.querySelector<HTMLElement>("[data-cancel-refusal]")!;
  dialog.querySelector("[data-cancel-what]")!.textContent =
    `${event.title}, ${event.with ?? ""}. The time is free at once; it can be undone while nobody else has it.`;
  refusal.textContent = "";
  form.reset();
  form.onsubmit = async (submitted) => {
    submitted.preventDefault();
    submitted.stopImmediatePropagation();
    const answer = await postStep(event, "cancelled", String(new FormData(form).get("reason") ?? ""));
    refusal.textContent = answer.done ? "" : answer.sentence;
    if (!answer.done) return;
    dialog.close();
    notify(answer);
    changed();
  };
  dialog.showModal();
}

function show(anchor: HTMLElement, title: string, items: Item[]): void {
  document.querySelector(".event-menu")?.remove();
  const menu = document.createElement("div");
  menu.className = "event-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", title);
  const close = (back: boolean) => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    if (back) document.querySelector<HTMLElement>(`.event-face[data-event="${anchor.dataset.event}"]`)?.focus();
  };
  const outside = (event: Event) => {
    if (!menu.contains(event.target as Node)) close(false);
  };
  const buttons = items.map((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.textContent = item.label;
    button.addEventListener("click", () => {
      close(true);
      item.act();
    });
    return button;
  });
  menu.append(...buttons);
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  (document.querySelector("main") ?? document.body).append(menu);
  const at = anchor.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.left + 12, window.innerWidth - menu.offsetWidth - 8))}px`;
  const below = at.top + 24 + menu.offsetHeight < window.innerHeight ? at.top + 24 : at.top - menu.offsetHeight;
  menu.style.top = `${below}px`;
  document.addEventListener("pointerdown", outside, true);
  buttons[0].focus({ preventScroll: true });
}
