// What the server says of a stretch of the calendar, in the department's wall-clock time.
export type Act = { to: string; label: string };
export type Booked = {
  id: string;
  resourceIds: string[];
  start: string;
  end: string;
  title: string;
  kind?: string;
  version?: number;
  state?: string;
  state_label?: string;
  icon?: string;
  note?: string;
  with?: string;
  overbooked?: string;
  url?: string;
  move_url?: string | null;
  place_url?: string | null;
  resizable?: boolean;
  step_url?: string;
  acts?: Act[];
  members?: { title: string; url: string }[];
  background?: boolean;
};
export type Column = { id: string; title: string };
export type Range = {
  resources: Column[];
  events: Booked[];
  opens?: string;
  closes?: string;
  slot_minutes?: number;
  scroll_to?: string;
  now?: string;
  mark?: string;
  parts?: Record<string, string>;
  changed?: string[];
};
export type Answer = { done: boolean; sentence: string; undoUrl?: string };
export type Move = { moveUrl: string; startsAt: string; resource: string; title: string; minutes?: number; version?: number };

const two = (number: number) => String(number).padStart(2, "0");

export function dayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function wallTime(at: Date): string {
  return `${dayOf(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function clock(at: Date): string {
  return at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
}

// What stands in the way of something else, as opposed to shading behind it.
export function isSolid(event: Booked): boolean {
  return !event.background;
}
