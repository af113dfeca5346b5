// The "More" menus of a page close when something else, or one of their lines, is pressed, and at Escape.
function closeMore(pressed: Element | null): void {
  for (const more of document.querySelectorAll<HTMLDetailsElement>("details[data-more][open]")) {
    if (pressed && more.contains(pressed) && !pressed.closest(".menu-item")) continue;
    more.open = false;
    if (!pressed) more.querySelector("summary")?.focus();
  }
}

// Opens native dialogs from any element with data-dialog-open="id"; closing returns the focus.
// An element with data-print prints the page.
export function startDialogs(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMore(null);
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    closeMore(target);
    const opener = target.closest<HTMLElement>("[data-dialog-open]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialogOpen ?? "");
      if (dialog instanceof HTMLDialogElement) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    if (target.closest("[data-print]")) {
      window.print();
      return;
    }
    const closer = target.closest<HTMLElement>("[data-dialog-close]");
    if (closer) {
      closer.closest("dialog")?.close();
      return;
    }
    // A click on the backdrop has the dialog itself as its target.
    if (target instanceof HTMLDialogElement && target.hasAttribute("data-light-dismiss")) target.close();
  });
}
