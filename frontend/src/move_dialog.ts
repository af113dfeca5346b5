// "Move to…": what dragging does, for the keyboard. Lists the free times that the server offers.
import type { Move } from "./calendar_types";

type Free = { starts_at: string; resource: string; label: string };

export async function openMoveDialog(
  freeUrl: string,
  event: string,
  moveUrl: string,
  title: string,
  move: (move: Move) => Promise<string>,
): Promise<void> {
  const dialog = document.getElementById("move-dialog");
  if (!(dialog instanceof HTMLDialogElement)) return;
  const list = dialog.querySelector<HTMLElement>("[data-free-times]")!;
  const refusal = dialog.querySelector<HTMLElement>("[data-move-refusal]")!;
  const heading = dialog.querySelector<HTMLElement>("[data-move-title]")!;
  heading.textContent = `Move ${title} to…`;
  refusal.textContent = "";
  list.textContent = "Looking for free times…";
  dialog.showModal();
  const free = await load(freeUrl, event);
  if (!free) {
    list.textContent = "The free times could not be loaded. Close this and try again.";
    return;
  }
  if (!free.length) {
    list.textContent = "No free time on this day. Choose another day of the calendar, or Find a time.";
    return;
  }
  list.replaceChildren(
    ...free.map((slot) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn free-time";
      button.textContent = slot.label;
      button.addEventListener("click", async () => {
        button.disabled = true;
        refusal.textContent = await move({ moveUrl, startsAt: slot.starts_at, resource: slot.resource, title });
        if (!refusal.textContent) dialog.close();
        button.disabled = false;
      });
      return button;
    }),
  );
  list.querySelector("button")?.focus();
}

async function load(freeUrl: string, event: string): Promise<Free[] | null> {
  const joint = freeUrl.includes("?") ? "&" : "?";
  try {
    const answer = await fetch(`${freeUrl}${joint}event=${encodeURIComponent(event)}`, {
      headers: { Accept: "application/json" },
    });
    return answer.ok ? ((await answer.json()) as Free[]) : null;
  } catch {
    return null;
  }
}
