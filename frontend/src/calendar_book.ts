// A press on an empty time leads to the booking form with time and provider filled in; first, which visit.
import { clock, wallTime } from "./calendar_types";

export type Empty = { at: Date; column: string; name: string };

export function openBookDialog(page: HTMLElement, empty: Empty): void {
  const dialog = document.getElementById("book-dialog");
  const base = page.dataset.bookUrl;
  if (!base || !(dialog instanceof HTMLDialogElement)) return;
  const links = [...dialog.querySelectorAll<HTMLAnchorElement>("[data-type]")];
  const asked = new URLSearchParams(window.location.search);
  for (const link of links) {
    const query = new URLSearchParams({
      unit: page.dataset.unit ?? "",
      type: link.dataset.type ?? "",
      at: wallTime(empty.at),
      by: page.dataset.by ?? "provider",
      column: empty.column,
    });
    const patient = asked.get("patient");
    if (patient) query.set("patient", patient);
    link.href = `${base}?${query}`;
  }
  const chosen = links.find((link) => link.dataset.type === page.dataset.type);
  if (chosen) return window.location.assign(chosen.href);
  dialog.querySelector("[data-book-when]")!.textContent = `${clock(empty.at)}, ${empty.name}. Which visit?`;
  dialog.showModal();
  links[0]?.focus();
}
