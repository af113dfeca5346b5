// The provider columns of a day, on <div data-calendar data-events-url data-free-url data-date>.
// Times are the site's wall-clock times, made by the server: the zone of this device never matters.
import { createCalendar, Interaction, ResourceTimeGrid } from "@event-calendar/core";
import { announce } from "./announce";
import { csrfToken } from "./csrf";
import { openMoveDialog } from "./move_dialog";

type Booked = {
  id: string;
  resourceIds: string[];
  start: string;
  end: string;
  title: string;
  state?: string;
  state_label?: string;
  note?: string;
  url?: string;
  move_url?: string | null;
  background?: boolean;
};
type Day = {
  resources: { id: string; title: string }[];
  events: Booked[];
  opens?: string;
  closes?: string;
  slot_minutes?: number;
};
export type Move = { moveUrl: string; startsAt: string; resource: string; title: string };

document.querySelectorAll<HTMLElement>("[data-calendar]").forEach((host) => void draw(host));

async function draw(host: HTMLElement): Promise<void> {
  const day = await load(host);
  if (!day) return;
  host.replaceChildren();
  const calendar = createCalendar(host, [ResourceTimeGrid, Interaction], {
    view: "resourceTimeGridDay",
    date: host.dataset.date,
    headerToolbar: { start: "", center: "", end: "" },
    resources: day.resources,
    events: day.events.map(shown),
    slotMinTime: day.opens ?? "07:00",
    slotMaxTime: day.closes ?? "19:00",
    slotDuration: { minutes: day.slot_minutes ?? 15 },
    slotLabelInterval: { minutes: 60 },
    slotHeight: 22,
    allDaySlot: false,
    nowIndicator: true,
    height: "100%",
    scrollTime: day.opens ?? "08:00",
    dayHeaderFormat: () => "",
    eventDurationEditable: false,
    eventContent: (info: any) => ({ domNodes: face(info.event) }),
    eventDidMount: (info: any) => wire(info, host, () => void refresh()),
    eventClick: (info: any) => open(info.event),
    eventDrop: async (info: any) => {
      const move = {
        moveUrl: info.event.extendedProps.move_url,
        startsAt: wallTime(info.event.start),
        resource: info.event.resourceIds[0],
        title: info.event.title,
      };
      if (!(await postMove(move))) info.revert();
      else void refresh();
    },
  } as any);

  async function refresh(): Promise<void> {
    const again = await load(host);
    if (again) calendar.setOption("events", again.events.map(shown) as any);
  }
  document.addEventListener("calendar:changed", () => void refresh());
}

async function load(host: HTMLElement): Promise<Day | null> {
  try {
    const answer = await fetch(host.dataset.eventsUrl ?? "", { headers: { Accept: "application/json" } });
    if (answer.ok) return (await answer.json()) as Day;
  } catch {
    // Falls through to the sentence below: the list beside the calendar still works.
  }
  host.textContent = "The calendar could not be loaded. The list below shows the same day.";
  return null;
}

function shown(event: Booked): object {
  const { id, resourceIds, start, end, title, background } = event;
  return {
    id,
    resourceIds,
    start,
    end,
    title,
    display: background ? "background" : "auto",
    editable: Boolean(event.move_url),
    classNames: [`visit-${event.state ?? "scheduled"}`],
    extendedProps: event,
  };
}

function face(event: any): Node[] {
  const facts = event.extendedProps as Booked;
  return [
    part("event-time", clock(event.start)),
    part("event-title", event.title),
    part("event-state", [facts.state_label, facts.note].filter(Boolean).join(" · ")),
  ];
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function wire(info: any, host: HTMLElement, changed: () => void): void {
  const facts = info.event.extendedProps as Booked;
  const element = info.el as HTMLElement;
  if (facts.background) return;
  element.tabIndex = 0;
  element.setAttribute("role", "button");
  const keys = facts.move_url ? ". Enter opens, M moves." : ". Enter opens.";
  element.setAttribute("aria-label", `${clock(info.event.start)} ${facts.title}, ${facts.state_label ?? ""}${keys}`);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter") open(info.event);
    if (event.key.toLowerCase() !== "m" || !facts.move_url || !host.dataset.freeUrl) return;
    event.preventDefault();
    event.stopPropagation();
    void openMoveDialog(host.dataset.freeUrl, facts.id, facts.move_url, facts.title, async (move) => {
      const moved = await postMove(move);
      if (moved) changed();
      return moved;
    });
  });
}

function open(event: any): void {
  const url = event.extendedProps.url as string | undefined;
  if (url?.startsWith("/")) window.location.assign(url);
}

// True when the server moved the visit; otherwise its sentence has been shown and nothing is changed.
async function postMove(move: Move): Promise<boolean> {
  let told: { sentence?: string; undo_url?: string } = {};
  let moved = false;
  try {
    const answer = await fetch(move.moveUrl, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams({ starts_at: move.startsAt, resource: move.resource }),
    });
    moved = answer.ok;
    if (answer.headers.get("content-type")?.includes("json")) told = await answer.json();
  } catch {
    told = { sentence: "No connection to the server. The visit stays where it was." };
  }
  const fallback = moved ? `${move.title} moved.` : "The visit could not be moved. It stays where it was.";
  const detail = { text: told.sentence ?? fallback, undo_url: told.undo_url, level: moved ? "success" : "error" };
  document.dispatchEvent(new CustomEvent("toast", { detail }));
  if (moved) announce(detail.text);
  return moved;
}

function wallTime(at: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function clock(at: Date): string {
  return at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
}
