// The columns by keyboard: arrows walk between events and free times; one of them is in the order of the Tab key.
import { dayOf, isSolid, wallTime, type Booked, type Range } from "./calendar_types";

export type Stop = { column: string; start: Date; end: Date; event?: Booked };
export const CURSOR = "free-cursor";

// The stops of every column, in order: what is booked, and each free step of the open hours between.
export function stopsOf(range: Range, columns: string[], byDay: boolean): Stop[][] {
  const step = (range.slot_minutes ?? 15) * 60_000;
  return columns.map((column) => {
    const here = range.events.filter((event) => (byDay ? event.start.startsWith(column) : event.resourceIds[0] === column));
    const booked = here
      .filter(isSolid)
      .map((event) => ({ column, start: new Date(event.start), end: new Date(event.end), event }));
    const hindered = here.map((event) => [Date.parse(event.start), Date.parse(event.end)]);
    const day = byDay ? column : (range.events[0]?.start ?? range.now ?? "").slice(0, 10);
    const free: Stop[] = [];
    const last = Date.parse(`${day}T${range.closes === "24:00" ? "23:59" : range.closes}`);
    for (let at = Date.parse(`${day}T${range.opens}`); at + step <= last; at += step) {
      if (hindered.some(([from, until]) => from < at + step && until > at)) continue;
      free.push({ column, start: new Date(at), end: new Date(at + step) });
    }
    return [...booked, ...free].sort((one, other) => one.start.getTime() - other.start.getTime());
  });
}

export function nextStop(stops: Stop[][], from: Stop | null, key: string): Stop | null {
  const columns = stops.filter((column) => column.length);
  if (!columns.length) return null;
  if (!from) return columns[0].find((stop) => stop.event) ?? columns[0][0];
  const column = columns.findIndex((each) => each[0].column === from.column);
  const place = columns[column]?.findIndex((stop) => same(stop, from)) ?? -1;
  if (key === "ArrowDown") return columns[column]?.[place + 1] ?? null;
  if (key === "ArrowUp") return columns[column]?.[place - 1] ?? null;
  if (key === "Home") return columns[column]?.[0] ?? null;
  if (key === "End") return columns[column]?.at(-1) ?? null;
  const beside = columns[column + (key === "ArrowRight" ? 1 : -1)];
  return beside ? nearest(beside, from.start) : null;
}

function same(one: Stop, other: Stop): boolean {
  return one.event || other.event ? one.event?.id === other.event?.id : one.start.getTime() === other.start.getTime();
}

function nearest(column: Stop[], at: Date): Stop {
  const minutes = (stop: Stop) => Math.abs(ofDay(stop.start) - ofDay(at));
  return column.reduce((best, stop) => (minutes(stop) < minutes(best) ? stop : best));
}

function ofDay(at: Date): number {
  return at.getHours() * 60 + at.getMinutes();
}

// A free time that has the focus is drawn like an event, so that it stands where the library puts events.
export function cursorEvent(stop: Stop, resource: string, name: string): object {
  return {
    id: CURSOR,
    resourceIds: [resource],
    start: wallTime(stop.start),
    end: wallTime(stop.end),
    title: "Free",
    startEditable: false,
    durationEditable: false,
    classNames: ["kind-cursor"],
    extendedProps: { id: CURSOR, kind: "cursor", title: "Free", note: `${name}. Enter books`, start: wallTime(stop.start), end: wallTime(stop.end), resourceIds: [resource] },
  };
}

export function columnOf(event: Booked, byDay: boolean): string {
  return byDay ? dayOf(new Date(event.start)) : event.resourceIds[0];
}
