// "Now" is the office's clock, which the server tells: this device's time and zone never matter.
export function nowLine(now: string | undefined, draw: (at: Date) => void): void {
  if (!now) return;
  const start = new Date(now).getTime();
  const since = performance.now();
  const tick = () => draw(new Date(start + performance.now() - since));
  tick();
  window.setInterval(tick, 30_000);
}

// Whoever sits in another zone is told whose time this is.
export function nameZone(): void {
  document.querySelectorAll<HTMLElement>("[data-zone-note]").forEach((note) => {
    note.hidden = Number(note.dataset.offset) === -new Date().getTimezoneOffset();
  });
}
