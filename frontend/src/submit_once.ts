// A form is sent once: its button rests after the first submit and wakes when the person comes back.
export function startSubmitOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method === "get") return;
    if (form.dataset.submitted && !isHtmx(form)) {
      event.preventDefault();
      return;
    }
    if (form.method === "dialog") return;
    form.dataset.submitted = "yes";
    const submitter = (event as SubmitEvent).submitter;
    // Disabled at once, the button's own name and value would be left out of what is sent.
    window.setTimeout(() => {
      if (event.defaultPrevented && !isHtmx(form)) return wake(form);
      rest(form, submitter);
    }, 0);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(wake));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = (event.target as Element).closest("form");
    if (form) wake(form);
  });
}

function isHtmx(form: HTMLFormElement): boolean {
  return ["hx-post", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));
}

function rest(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.querySelectorAll<HTMLButtonElement>("button:not([type=button])").forEach((button) => {
    if (button.disabled) return;
    button.disabled = true;
    button.dataset.resting = "yes";
  });
  submitter?.setAttribute("aria-busy", "true");
}

function wake(form: HTMLFormElement): void {
  delete form.dataset.submitted;
  form.querySelectorAll<HTMLButtonElement>("button[data-resting]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.resting;
    button.removeAttribute("aria-busy");
  });
}
