// Where a check runs beside the form, what a refusal said of a row goes as soon as that row is changed.
export function startLiveChecks(): void {
  document.addEventListener("change", (event) => {
    const row = (event.target as Element).closest("[data-live-check] [data-checked-row]");
    row?.querySelectorAll(".field-error").forEach((sentence) => sentence.remove());
    row?.querySelectorAll("[aria-invalid]").forEach((field) => {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    });
  });
}
