// The highlighted option of a listbox whose focus stays in its input (aria-activedescendant).
export class ListCursor {
  current: HTMLElement | null = null;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
  ) {}

  clear(): void {
    this.mark(null);
  }

  // True when the key moved the highlight, and so is used up.
  move(event: KeyboardEvent): boolean {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return false;
    const options = [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
    if (!options.length) return false;
    event.preventDefault();
    const at = this.current ? options.indexOf(this.current) : step > 0 ? -1 : 0;
    this.mark(options[(at + step + options.length) % options.length] ?? null);
    return true;
  }

  mark(option: HTMLElement | null): void {
    this.current?.setAttribute("aria-selected", "false");
    this.current = option;
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
}
