// A code that is used often goes into the first empty row of its kind with one press.
export function startFillRows(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-fill]");
    if (!button) return;
    const kind = button.dataset.fill ?? "";
    const shown = [...document.querySelectorAll<HTMLInputElement>(`input[name^="${kind}-"][name$="-shown"]`)];
    const empty = shown.find((input) => input.value.trim() === "");
    const chosen = empty?.parentElement?.querySelector<HTMLInputElement>("input[type=hidden]");
    if (!empty || !chosen) return;
    empty.value = button.dataset.label ?? "";
    chosen.value = button.dataset.value ?? "";
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
