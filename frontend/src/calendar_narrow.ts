// On a telephone the columns come one at a time, by buttons or a swipe.
const NARROW = window.matchMedia("(max-width: 48rem)");
const SWIPE = 60;

export class Narrow {
  private at = 0;
  private readonly bar = document.createElement("div");
  private readonly name = document.createElement("strong");

  constructor(
    host: HTMLElement,
    private titles: string[],
    private readonly show: (index: number | null) => void,
  ) {
    this.bar.className = "calendar-narrow";
    this.name.setAttribute("aria-live", "polite");
    this.bar.append(this.button("‹", "The column before", -1), this.name, this.button("›", "The column after", 1));
    host.before(this.bar);
    let from = 0;
    host.addEventListener("touchstart", (event) => (from = event.touches[0].clientX), { passive: true });
    host.addEventListener("touchend", (event) => {
      const moved = event.changedTouches[0].clientX - from;
      if (NARROW.matches && Math.abs(moved) > SWIPE && !document.querySelector(".ec-dragging, .ec-resizing-y")) {
        this.go(moved < 0 ? 1 : -1);
      }
    });
    NARROW.addEventListener("change", () => this.draw());
  }

  draw(titles = this.titles, first = this.at): void {
    this.titles = titles;
    this.at = Math.max(0, Math.min(first, titles.length - 1));
    this.name.textContent = `${titles[this.at] ?? ""} (${this.at + 1} of ${titles.length})`;
    this.bar.hidden = !NARROW.matches || titles.length < 2;
    this.show(NARROW.matches ? this.at : null);
  }

  private go(by: number): void {
    this.draw(this.titles, this.at + by);
  }

  private button(sign: string, label: string, by: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => this.go(by));
    return button;
  }
}
