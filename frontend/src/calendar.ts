// The columns of the calendar, on <div data-calendar data-events-url data-free-url data-date> in <div data-calendar-page>.
import { explainBeside, notify, postMove, undoInPlace } from "./calendar_acts";
import { Board } from "./calendar_board";
import { nameZone } from "./calendar_clock";
import { refreshList, startList } from "./calendar_list";
import { Live } from "./calendar_live";
import type { Booked, Range } from "./calendar_types";
import { openMoveDialog } from "./move_dialog";

document.querySelectorAll<HTMLElement>("[data-calendar]").forEach((host) => void draw(host));

async function draw(host: HTMLElement): Promise<void> {
  const page = host.closest<HTMLElement>("[data-calendar-page]");
  const range = await load(host);
  if (!range) return;
  host.replaceChildren();
  const live = new Live(page?.dataset.changesUrl ?? "", range, (next, changed, gone) => {
    board.change(next, changed, gone);
    told(next);
  });
  const changed = () => (page ? void live.look(true) : void load(host).then((again) => again && board.replace(again)));
  const board = new Board(host, page, range, {
    moved: async (event, move, revert) => {
      const answer = await postMove(move);
      if (!answer.done) {
        revert();
        explainBeside(host.querySelector(`.event-face[data-event="${event.id}"]`), answer.sentence);
      }
      notify(answer);
      if (answer.done) changed();
    },
    askWhere: (event) => askWhere(host.dataset.freeUrl ?? "", event, changed),
    changed,
  });
  live.busy = () => board.busy() || Boolean(document.querySelector("dialog[open], .event-menu"));
  told(range);
  if (page) live.start();
  undoInPlace(changed);
  document.addEventListener("calendar:changed", changed);
}

// What the page says of the range beside the columns.
function told(range: Range): void {
  const visits = range.events.filter((event) => event.kind === "visit" && !/cancelled|no_show/.test(event.state ?? ""));
  const groups = range.events.filter((event) => event.kind === "group");
  const count = visits.length + groups.length;
  document.querySelectorAll("[data-visit-count]").forEach((element) => {
    element.textContent = `${count} visit${count === 1 ? "" : "s"}`;
  });
}

async function load(host: HTMLElement): Promise<Range | null> {
  try {
    const answer = await fetch(host.dataset.eventsUrl ?? "", { headers: { Accept: "application/json" } });
    if (answer.ok) return (await answer.json()) as Range;
  } catch {
    // Falls through to the sentence below: the list still works.
  }
  host.textContent = "The calendar could not be loaded. The list shows the same; or load the page again.";
  return null;
}

function askWhere(freeUrl: string, event: Pick<Booked, "id" | "title" | "move_url">, changed: () => void): void {
  void openMoveDialog(freeUrl, event.id, event.move_url ?? "", event.title, async (move) => {
    const answer = await postMove(move);
    if (!answer.done) return answer.sentence;
    notify(answer);
    changed();
    return "";
  });
}

// A list beside the columns may have a button for the same: <button data-move-visit data-move-url …>.
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-move-visit]");
  if (!button) return;
  const { moveVisit = "", moveUrl = "", moveTitle = "", freeUrl = "" } = button.dataset;
  const changed = () => document.dispatchEvent(new Event("calendar:changed"));
  askWhere(freeUrl, { id: moveVisit, title: moveTitle, move_url: moveUrl }, changed);
});

document.querySelectorAll<HTMLElement>("[data-calendar-rows]").forEach((frame) => {
  startList(frame);
  const { changesUrl = "", rowsUrl = "", mark = "" } = frame.dataset;
  const again = () => void refreshList(frame, rowsUrl);
  const live = new Live(changesUrl, { resources: [], events: [], mark, parts: {} }, again);
  live.busy = () => Boolean(document.querySelector("dialog[open]"));
  live.start();
});
nameZone();
