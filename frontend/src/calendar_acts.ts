// What is done on the calendar, asked of the server: its sentence is what the person reads.
import { csrfToken } from "./csrf";
import type { Answer, Booked, Move } from "./calendar_types";

export async function postMove(move: Move): Promise<Answer> {
  const body: Record<string, string> = { starts_at: move.startsAt, resource: move.resource };
  if (move.minutes) body.minutes = String(move.minutes);
  if (move.version) body.version = String(move.version);
  return post(move.moveUrl, body, `${move.title} moved.`, "The visit could not be moved. It stays where it was.");
}

export async function postStep(event: Booked, to: string, reason = ""): Promise<Answer> {
  const body = { to, reason, version: String(event.version ?? "") };
  return post(event.step_url ?? "", body, "Done.", "That could not be done. The visit is as it was.");
}

async function post(url: string, body: Record<string, string>, done: string, failed: string): Promise<Answer> {
  let told: { sentence?: string; undo_url?: string } = {};
  let ok = false;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams(body),
    });
    ok = answer.ok;
    if (answer.headers.get("content-type")?.includes("json")) told = await answer.json();
  } catch {
    told = { sentence: "No connection to the server. The visit stays where it was." };
  }
  return { done: ok, sentence: told.sentence ?? (ok ? done : failed), undoUrl: told.undo_url };
}

export function notify(answer: Answer): void {
  const detail = { text: answer.sentence, undo_url: answer.undoUrl, level: answer.done ? "success" : "error" };
  document.dispatchEvent(new CustomEvent("toast", { detail }));
}

// An act on the calendar is taken back on the calendar: nobody is led to another page.
export function undoInPlace(changed: () => void): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.closest("#toasts") || !new URL(form.action).pathname.includes("/calendar/")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void post(form.action, {}, "Undone.", "That could not be taken back.").then((answer) => {
        form.closest(".toast-note")?.remove();
        notify(answer);
        changed();
      });
    },
    true,
  );
}

// Why a drop was refused, beside the visit that went back.
export function explainBeside(face: HTMLElement | null, sentence: string): void {
  document.querySelector(".event-refusal")?.remove();
  if (!face) return;
  const note = document.createElement("p");
  note.className = "event-refusal";
  note.setAttribute("aria-hidden", "true");
  note.textContent = sentence;
  (document.querySelector("main") ?? document.body).append(note);
  const at = face.getBoundingClientRect();
  note.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - note.offsetWidth - 8))}px`;
  note.style.top = `${at.bottom + 4}px`;
  const gone = () => note.remove();
  window.setTimeout(gone, 9000);
  window.setTimeout(() => document.addEventListener("pointerdown", gone, { once: true }), 100);
}
