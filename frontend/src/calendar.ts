// The provider columns of a day, on <div data-calendar data-events-url data-free-url data-date>.
// Times are the site's wall-clock times, made by the server: the zone of this device never matters.
import { createCalendar, Interaction, ResourceTimeGrid } from "@event-calendar/core";
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
  scroll_to?: string;
};
type Answer = { moved: boolean; sentence: string; undoUrl?: string };
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
    scrollTime: day.scroll_to ?? day.opens ?? "08:00",
    dayHeaderFormat: () => "",
    eventDurationEditable: false,
    eventContent: (info: any) => ({ domNodes: face(info.event, host, () => void refresh()) }),
    viewDidMount: () => dropTableRoles(host),
    eventAllUpdated: () => dropTableRoles(host),
    eventDrop: async (info: any) => {
      const move = {
        moveUrl: info.event.extendedProps.move_url,
        startsAt: wallTime(info.event.start),
        resource: info.event.resourceIds[0],
        title: info.event.title,
      };
      const answer = await postMove(move);
      if (!answer.moved) info.revert();
      notify(answer, answer.moved ? "success" : "error");
      if (answer.moved) void refresh();
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
    classNames: [`visit-${event.state ?? "booked"}`],
    extendedProps: event,
  };
}

// Each visit is a button inside its box, so that it is reached, named and opened like any other.
function face(event: any, host: HTMLElement, changed: () => void): Node[] {
  const facts = event.extendedProps as Booked;
  const parts = [
    part("event-time", clock(event.start)),
    part("event-title", event.title),
    part("event-state", [facts.state_label, facts.note].filter(Boolean).join(" · ")),
  ];
  if (facts.background) return [part("event-title", event.title)];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "event-face";
  button.append(...parts.flatMap((element) => [element, " "]));
  openOnClick(button, facts);
  if (facts.move_url && host.dataset.freeUrl) openMoveOnM(button, host.dataset.freeUrl, facts, changed);
  return [button];
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

// The end of a drag is a click too; it must not open the visit.
function openOnClick(button: HTMLElement, facts: Booked): void {
  let from = { x: 0, y: 0 };
  button.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY };
  });
  button.addEventListener("click", (event) => {
    const dragged = event.detail > 0 && Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4;
    if (!dragged && facts.url?.startsWith("/")) window.location.assign(facts.url);
  });
}

function openMoveOnM(button: HTMLElement, freeUrl: string, facts: Booked, changed: () => void): void {
  button.setAttribute("aria-keyshortcuts", "M");
  button.title = "Enter opens, M moves";
  button.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    askWhere(freeUrl, facts.id, facts.move_url ?? "", facts.title, changed);
  });
}

function askWhere(freeUrl: string, id: string, moveUrl: string, title: string, changed: () => void): void {
  void openMoveDialog(freeUrl, id, moveUrl, title, async (move) => {
    const answer = await postMove(move);
    if (!answer.moved) return answer.sentence;
    notify(answer, "success");
    changed();
    return "";
  });
}

// The list beside the columns has a button for the same: <button data-move-visit data-move-url …>.
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-move-visit]");
  if (!button) return;
  const { moveVisit = "", moveUrl = "", moveTitle = "", freeUrl = "" } = button.dataset;
  askWhere(freeUrl, moveVisit, moveUrl, moveTitle, () => document.dispatchEvent(new Event("calendar:changed")));
});

// The library calls its columns a table, but puts buttons where cells must be. The list is the table.
function dropTableRoles(host: HTMLElement): void {
  const roles = ["table", "rowgroup", "row", "columnheader", "rowheader", "cell"];
  host.querySelectorAll(roles.map((role) => `[role=${role}]`).join(",")).forEach((element) => {
    for (const name of ["role", "aria-colindex", "aria-rowindex", "aria-colcount", "aria-rowcount"]) {
      element.removeAttribute(name);
    }
  });
}

function notify(answer: Answer, level: string): void {
  const detail = { text: answer.sentence, undo_url: answer.undoUrl, level };
  document.dispatchEvent(new CustomEvent("toast", { detail }));
}

// What the server said to a move: its sentence is what the person reads.
async function postMove(move: Move): Promise<Answer> {
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
  return { moved, sentence: told.sentence ?? fallback, undoUrl: told.undo_url };
}

function wallTime(at: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function clock(at: Date): string {
  return at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
}
