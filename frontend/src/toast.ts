// Short notices with an optional Undo, from the page itself or from the HX-Trigger header of an answer.
import { announce } from "./announce";
import { csrfToken } from "./csrf";

type Notice = { text: string; undo_url?: string | null; level?: string };
const SHOWN_FOR = 8000;

export function startToasts(): void {
  document.querySelectorAll<HTMLElement>("#toasts > .toast-note").forEach(arm);
  document.addEventListener("toast", (event) => showToast((event as CustomEvent<Notice>).detail));
  document.addEventListener("htmx:responseError", () =>
    showToast({ text: "The server could not do that. Nothing was changed; try again.", level: "error" }),
  );
  document.addEventListener("htmx:sendError", () =>
    showToast({ text: "No connection to the server. Check the network, then try again.", level: "error" }),
  );
}

export function showToast(notice: Notice): void {
  const region = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!region || !(template instanceof HTMLTemplateElement)) return;
  const toast = (template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
  const level = ["success", "info", "warning", "error"].find((known) => known === notice.level) ?? "success";
  toast.dataset.level = level;
  const text = toast.querySelector(".toast-text");
  if (text) text.textContent = notice.text;
  const form = toast.querySelector("form");
  if (form && notice.undo_url?.startsWith("/")) {
    form.action = notice.undo_url;
    form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value = csrfToken();
  } else {
    form?.remove();
  }
  // Only the last step can be taken back: its notice takes the place of the one before, so that they do not pile up.
  if (toast.querySelector("form")) region.querySelectorAll(".toast-note:has(form)").forEach((old) => old.remove());
  region.append(toast);
  announce(notice.text);
  arm(toast);
}

// Notices with an Undo or an error stay until dismissed: nobody loses the way back by reading slowly.
function arm(toast: HTMLElement): void {
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => toast.remove());
  toast.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toast.remove();
  });
  if (toast.querySelector("form") || toast.dataset.level === "error") return;
  let timer = window.setTimeout(() => toast.remove(), SHOWN_FOR);
  toast.addEventListener("pointerenter", () => window.clearTimeout(timer));
  toast.addEventListener("focusin", () => window.clearTimeout(timer));
  toast.addEventListener("pointerleave", () => {
    timer = window.setTimeout(() => toast.remove(), SHOWN_FOR);
  });
}
