// How an event looks: a button that is reached, named and opened like any other.
import { clock, type Booked } from "./calendar_types";

// Below this length there is room for one line only.
const ONE_LINE = 25 * 60_000;

export function shown(event: Booked): object {
  const { id, resourceIds, start, end, title, background } = event;
  const movable = Boolean(event.move_url ?? event.place_url);
  return {
    id,
    resourceIds,
    start,
    end,
    title,
    display: background ? "background" : "auto",
    startEditable: movable,
    durationEditable: Boolean(event.resizable),
    classNames: [
      `visit-${event.state ?? "booked"}`,
      `kind-${event.kind ?? "visit"}`,
      ...(event.overbooked ? ["overbooked"] : []),
      ...(Date.parse(end) - Date.parse(start) < ONE_LINE ? ["short"] : []),
    ],
    extendedProps: event,
  };
}

export function face(event: any, home: string): Node[] {
  const facts = event.extendedProps as Booked;
  if (facts.background) return facts.title ? [part("event-title", facts.title)] : [];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "event-face";
  button.dataset.event = facts.id;
  button.tabIndex = !home || home === facts.id ? 0 : -1;
  const time = part("event-time", clock(event.start));
  const icon = iconOf(facts.icon);
  const title = part("event-title", facts.title);
  const state = part("event-state", [facts.state_label, facts.note].filter(Boolean).join(" · "));
  const mark = facts.overbooked ? [part("event-mark", "Overbooked")] : [];
  const members = (facts.members ?? []).map((member) => part("event-member", member.title));
  button.append(...[...(icon ? [icon] : []), time, title, ...mark, state, ...members].flatMap((element) => [element, " "]));
  if (facts.move_url) button.setAttribute("aria-keyshortcuts", "M");
  button.title = [facts.title, facts.state_label, facts.note, facts.with, facts.overbooked].filter(Boolean).join("\n");
  return [button];
}

function part(name: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

// The sprite's address is read from an icon that the server drew: it changes with every build.
function iconOf(name: string | undefined): SVGElement | null {
  const sprite = document.querySelector("svg use")?.getAttribute("href")?.split("#")[0];
  if (!name || !sprite) return null;
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("class", "icon event-icon");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  icon.append(use);
  return icon;
}

// The library calls its columns a table, but puts buttons where cells must be. The list is the table.
export function dropTableRoles(host: HTMLElement): void {
  // What scrolls is reached by the keyboard also where nothing in it is.
  host.querySelectorAll<HTMLElement>(".ec-main").forEach((main) => (main.tabIndex = 0));
  const roles = ["table", "rowgroup", "row", "columnheader", "rowheader", "cell"];
  host.querySelectorAll(roles.map((role) => `[role=${role}]`).join(",")).forEach((element) => {
    for (const name of ["role", "aria-colindex", "aria-rowindex", "aria-colcount", "aria-rowcount"]) {
      element.removeAttribute(name);
    }
  });
}
