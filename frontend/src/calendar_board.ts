// One calendar on the page: the library draws it, this keeps what is in it and what the person is doing.
import { createCalendar, Interaction, ResourceTimeGrid, TimeGrid } from "@event-calendar/core";
import { openBookDialog } from "./calendar_book";
import { nowLine } from "./calendar_clock";
import { dropTableRoles, face, shown } from "./calendar_face";
import { columnOf, CURSOR, cursorEvent, nextStop, stopsOf, type Stop } from "./calendar_keys";
import { openEventMenu } from "./calendar_menu";
import { Narrow } from "./calendar_narrow";
import { dayOf, wallTime, type Booked, type Move, type Range } from "./calendar_types";

//: Frames in which a button must have been drawn.
const PATIENCE = 30;

type Hands = {
  moved: (event: Booked, move: Move, revert: () => void) => Promise<void>;
  askWhere: (event: Booked) => void;
  changed: () => void;
};

export class Board {
  private readonly byDay: boolean;
  private readonly calendar: any;
  private readonly narrow: Narrow;
  private home = "";
  private free: Stop | null = null;
  private dragging = false;
  private pressed = { x: 0, y: 0 };

  constructor(
    private readonly host: HTMLElement,
    private readonly page: HTMLElement | null,
    private range: Range,
    private readonly hands: Hands,
  ) {
    this.byDay = page?.dataset.view === "week";
    this.home = range.events.find((event) => !event.background)?.id ?? "";
    this.calendar = createCalendar(host, [ResourceTimeGrid, TimeGrid, Interaction], this.options() as any);
    host.addEventListener("keydown", (event) => this.key(event));
    host.addEventListener("pointerdown", (event) => this.press(event), true);
    host.addEventListener("click", (event) => this.click(event));
    host.addEventListener("contextmenu", (event) => this.menu(event));
    host.addEventListener("focusout", (event) => this.left(event));
    host.addEventListener("focusin", (event) => this.entered(event));
    this.narrow = new Narrow(host, this.columns().map((each) => each.title), (index) => this.showColumn(index));
    this.narrow.draw(undefined, this.firstColumn());
    nowLine(range.now, (at) => this.drawNow(at));
  }

  busy(): boolean {
    return this.dragging;
  }

  // Only what is different is drawn again: the place, the focus and what is under the pointer stay.
  change(next: Range, changed: Booked[], gone: string[]): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.event;
    const known = new Set(this.range.events.map((event) => event.id));
    const columns = JSON.stringify(next.resources) !== JSON.stringify(this.range.resources);
    this.range = next;
    for (const id of gone) this.calendar.removeEventById(id);
    for (const event of changed) {
      if (known.has(event.id)) this.calendar.updateEvent(shown(event));
      else this.calendar.addEvent(shown(event));
    }
    this.calendar.setOption("slotMinTime", next.opens);
    this.calendar.setOption("slotMaxTime", next.closes);
    if (columns) this.narrow.draw(this.columns().map((each) => each.title));
    if (focused) this.focus(focused);
  }

  replace(next: Range): void {
    this.range = next;
    this.calendar.setOption("events", next.events.map(shown));
  }

  private options(): object {
    const range = this.range;
    return {
      view: this.byDay ? "timeGridWeek" : "resourceTimeGridDay",
      date: this.host.dataset.date,
      firstDay: 1,
      headerToolbar: { start: "", center: "", end: "" },
      resources: this.byDay ? [] : range.resources,
      events: range.events.map(shown),
      slotMinTime: range.opens ?? "07:00",
      slotMaxTime: range.closes ?? "19:00",
      slotDuration: { minutes: range.slot_minutes ?? 15 },
      slotLabelInterval: { minutes: 60 },
      slotHeight: 22,
      slotEventOverlap: false,
      allDaySlot: false,
      height: "100%",
      scrollTime: range.scroll_to ?? range.opens ?? "08:00",
      dayHeaderFormat: this.byDay ? { weekday: "short", month: "short", day: "numeric" } : () => "",
      resourceLabelContent: (info: any) => ({ domNodes: [this.label(info.resource)] }),
      eventContent: (info: any) => ({ domNodes: face(info.event, this.home) }),
      viewDidMount: () => dropTableRoles(this.host),
      eventAllUpdated: () => dropTableRoles(this.host),
      dateClick: (info: any) => this.book(info.date, this.byDay ? this.column() : info.resource?.id),
      eventDragStart: () => (this.dragging = true),
      eventDragStop: () => (this.dragging = false),
      eventResizeStart: () => (this.dragging = true),
      eventResizeStop: () => (this.dragging = false),
      eventDrop: (info: any) => this.dropped(info, false),
      eventResize: (info: any) => this.dropped(info, true),
    };
  }

  private dropped(info: any, resized: boolean): void {
    const facts = info.event.extendedProps as Booked;
    const minutes = Math.round((info.event.end - info.event.start) / 60_000);
    void this.hands.moved(
      facts,
      {
        moveUrl: facts.place_url ?? facts.move_url ?? "",
        startsAt: wallTime(info.event.start),
        resource: this.byDay ? facts.resourceIds[0] : info.event.resourceIds[0],
        title: facts.title,
        version: facts.version,
        minutes: resized ? minutes : undefined,
      },
      info.revert,
    );
  }

  private label(resource: any): Node {
    if (!this.page) return document.createTextNode(resource.title);
    const link = document.createElement("a");
    const query = new URLSearchParams(window.location.search);
    const by = this.page.dataset.by ?? "provider";
    query.set("view", "week");
    query.set("unit", this.page.dataset.unit ?? "");
    query.delete(by === "room" ? "provider" : "room");
    query.set(by, resource.id);
    link.href = `?${query}`;
    link.textContent = resource.title;
    link.title = `The week of ${resource.title}`;
    return link;
  }

  private columns(): { id: string; title: string }[] {
    if (!this.byDay) return this.range.resources;
    const first = new Date(`${this.host.dataset.date}T12:00`);
    return Array.from({ length: 7 }, (_, number) => {
      const day = new Date(first);
      day.setDate(first.getDate() + number);
      return { id: dayOf(day), title: day.toLocaleDateString("en-US", { weekday: "long", month: "short", day: "numeric" }) };
    });
  }

  private column(): string {
    return this.range.resources[0]?.id ?? "";
  }

  private firstColumn(): number {
    return this.byDay ? Math.max(0, this.columns().findIndex((each) => each.id === this.range.now?.slice(0, 10))) : 0;
  }

  private showColumn(index: number | null): void {
    const columns = this.columns();
    if (this.byDay) {
      this.calendar.setOption("view", index === null ? "timeGridWeek" : "timeGridDay");
      this.calendar.setOption("date", index === null ? this.host.dataset.date : columns[index]?.id);
    } else {
      this.calendar.setOption("resources", index === null ? columns : columns.slice(index, index + 1));
    }
  }

  private drawNow(at: Date): void {
    if (this.dragging) return;
    this.calendar.removeEventById("now");
    const until = new Date(at.getTime() + 60_000);
    const line = { id: "now", resourceIds: this.range.resources.map((each) => each.id), display: "background", classNames: ["kind-now"] };
    this.calendar.addEvent({ ...line, start: wallTime(at), end: wallTime(until), extendedProps: { background: true } });
  }

  private facts(element: EventTarget | null): Booked | undefined {
    const id = (element as Element | null)?.closest<HTMLElement>(".event-face")?.dataset.event;
    return id ? this.range.events.find((event) => event.id === id) : undefined;
  }

  private click(event: MouseEvent): void {
    const button = (event.target as Element).closest<HTMLElement>(".event-face");
    if (button?.dataset.event === CURSOR && this.free) return this.book(this.free.start, this.free.column);
    const facts = this.facts(event.target);
    // The end of a drag is a click too; it must not open the visit.
    if (!facts || !button || document.querySelector(".ec-dragging") || this.moved(event)) return;
    if (facts.url?.startsWith("/")) window.location.assign(facts.url);
    else if (facts.members) openEventMenu(button, facts, () => undefined, this.hands.changed);
  }

  private press(event: PointerEvent): void {
    this.pressed = { x: event.clientX, y: event.clientY };
    if (this.free && !(event.target as Element).closest(`[data-event="${CURSOR}"]`)) this.dropCursor();
  }

  private moved(event: MouseEvent): boolean {
    return event.detail > 0 && Math.hypot(event.clientX - this.pressed.x, event.clientY - this.pressed.y) > 4;
  }

  private menu(event: Event): void {
    const facts = this.facts(event.target);
    const button = (event.target as Element).closest<HTMLElement>(".event-face");
    if (!facts || !button) return;
    event.preventDefault();
    openEventMenu(button, facts, () => this.hands.askWhere(facts), this.hands.changed);
  }

  private book(at: Date, column: string): void {
    const by = this.byDay ? this.column() : column;
    const name = this.range.resources.find((each) => each.id === by)?.title ?? "";
    if (this.page) openBookDialog(this.page, { at, column: by, name });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const facts = this.facts(event.target);
    if (/^(Arrow|Home$|End$)/.test(event.key)) {
      const stop = nextStop(this.stops(), this.stopAt(event.target), event.key);
      if (!stop) return;
      this.go(stop);
    } else if (facts?.move_url && event.key.toLowerCase() === "m") this.hands.askWhere(facts);
    else if (facts && (event.key === "." || event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) this.menu(event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private stops(): Stop[][] {
    return stopsOf(this.range, this.columns().map((each) => each.id), this.byDay);
  }

  private stopAt(target: EventTarget | null): Stop | null {
    if (this.free) return this.free;
    const event = this.facts(target);
    return event ? { column: columnOf(event, this.byDay), start: new Date(event.start), end: new Date(event.end), event } : null;
  }

  private go(stop: Stop): void {
    if (stop.event) return this.focus(stop.event.id);
    const resource = this.byDay ? this.column() : stop.column;
    const name = this.columns().find((each) => each.id === stop.column)?.title ?? "";
    this.dropCursor();
    this.calendar.addEvent(cursorEvent(stop, resource, name));
    this.free = stop;
    this.focus(CURSOR);
  }

  // The library draws in its own time: the button is focused as soon as it is there.
  private focus(id: string, tries = PATIENCE): void {
    window.requestAnimationFrame(() => {
      const button = this.host.querySelector<HTMLElement>(`[data-event="${CSS.escape(id)}"]`);
      button?.focus();
      if (tries && document.activeElement !== button) this.focus(id, tries - 1);
    });
  }

  private entered(event: FocusEvent): void {
    const id = (event.target as HTMLElement).dataset.event;
    if (!id || id === CURSOR) return;
    this.home = id;
    this.host.querySelectorAll<HTMLElement>(".event-face").forEach((each) => (each.tabIndex = each.dataset.event === id ? 0 : -1));
  }

  private left(event: FocusEvent): void {
    const from = (event.target as HTMLElement).dataset.event;
    const to = event.relatedTarget as HTMLElement | null;
    // Without a target the button was only drawn anew. The dialog that books the time comes back to it.
    if (from === CURSOR && to && to.dataset.event !== CURSOR && !to.closest("dialog")) this.dropCursor();
  }

  private dropCursor(): void {
    this.free = null;
    this.calendar.removeEventById(CURSOR);
  }
}
