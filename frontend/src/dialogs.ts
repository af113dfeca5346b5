// Opens native dialogs from any element with data-dialog-open="id"; closing returns the focus.
// An element with data-print prints the page.
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
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
