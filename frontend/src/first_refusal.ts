// A refused form comes back with the cursor in its first refused field, so that nobody walks there by Tab.
const REFUSED = "main [aria-invalid=true]";

export function startFirstRefusal(): void {
  if (answeredWithRefusal()) enter(document);
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.target;
    if (part instanceof HTMLElement && part.querySelector(".form-errors")) enter(part);
  });
}

// A page that only shows what a refused form looks like was not refused. Where the browser does not tell, it may be one.
function answeredWithRefusal(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !page?.responseStatus || page.responseStatus >= 400;
}

function enter(part: ParentNode): void {
  if (!part.querySelector(".form-errors")) return;
  const field = [...part.querySelectorAll<HTMLElement>(REFUSED)].find((each) => each.offsetParent !== null);
  field?.focus();
}
