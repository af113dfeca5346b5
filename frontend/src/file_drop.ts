// Lets a file be dropped anywhere on the frame around its input; choosing stays the browser's own.
export function startFileDrops(): void {
  document.addEventListener("dragover", (event) => {
    const frame = frameOf(event);
    if (!frame) return;
    event.preventDefault();
    frame.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => frameOf(event)?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    const frame = frameOf(event);
    const input = frame?.querySelector<HTMLInputElement>("input[type=file]");
    if (!frame || !input) return;
    event.preventDefault();
    frame.classList.remove("over");
    const files = event.dataTransfer?.files;
    if (!files?.length || (files.length > 1 && !input.multiple)) return;
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function frameOf(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>("[data-file-drop]") : null;
}
