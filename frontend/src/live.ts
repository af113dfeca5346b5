// Regions that refresh themselves: htmx polls, this pauses them while nobody looks and keeps the reader's place.
import { announce } from "./announce";

type Place = { id: string; start: number | null; end: number | null; scroll: number };

export function startLiveRegions(): void {
  let place: Place | null = null;

  document.addEventListener("htmx:beforeRequest", (event) => {
    const region = regionOf(event);
    if (!region) return;
    if (document.hidden || region.querySelector("dialog[open], form[data-submitted], [data-editing]")) {
      event.preventDefault();
    }
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const region = regionOf(event);
    if (!region) return;
    const focused = document.activeElement;
    const inside = focused instanceof HTMLElement && region.contains(focused) && focused.id;
    const input = focused instanceof HTMLInputElement ? focused : null;
    place = inside
      ? { id: focused.id, start: input?.selectionStart ?? null, end: input?.selectionEnd ?? null, scroll: region.scrollTop }
      : { id: "", start: null, end: null, scroll: region.scrollTop };
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const region = regionOf(event);
    if (!region || !place) return;
    region.scrollTop = place.scroll;
    const again = place.id ? document.getElementById(place.id) : null;
    again?.focus({ preventScroll: true });
    if (again instanceof HTMLInputElement && place.start !== null) again.setSelectionRange(place.start, place.end);
    place = null;
    report(region);
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    document.querySelectorAll("[data-live]").forEach((region) => region.dispatchEvent(new Event("look")));
  });
}

function regionOf(event: Event): HTMLElement | null {
  const target = event.target;
  return target instanceof HTMLElement && target.hasAttribute("data-live") ? target : null;
}

// The fragment may carry <… data-live-summary="3 waiting">; it is read out only when it has changed.
function report(region: HTMLElement): void {
  const summary = region.querySelector<HTMLElement>("[data-live-summary]")?.dataset.liveSummary ?? "";
  if (summary && summary !== region.dataset.announced) announce(summary);
  region.dataset.announced = summary;
}
