// Changes by others within two seconds: a cheap question, and only the columns that changed as an answer.
import { announce } from "./announce";
import type { Booked, Range } from "./calendar_types";

const EVERY = 1500;
//: What the cheap question does not cover (hours, guests) is asked for now and then.
const WHOLE_EVERY = 20;

export class Live {
  private asked = 0;
  private asking = false;
  busy = () => false;

  constructor(
    private readonly url: string,
    private range: Range,
    private readonly apply: (range: Range, changed: Booked[], gone: string[]) => void,
  ) {}

  start(): void {
    window.setInterval(() => {
      if (!document.hidden) void this.look();
    }, EVERY);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void this.look();
    });
  }

  // `own` says that the person did it: then nothing is read out again.
  async look(own = false): Promise<void> {
    if (!this.url || this.asking || this.busy()) return;
    this.asking = true;
    this.asked += 1;
    try {
      const seen = this.asked % WHOLE_EVERY ? (this.range.mark ?? "") : "";
      const have = Object.values(this.range.parts ?? {}).join(".");
      const answer = await fetch(`${this.url}&${new URLSearchParams({ seen, have })}`, {
        headers: { Accept: "application/json" },
      });
      if (answer.status === 200 && !this.busy()) this.take((await answer.json()) as Range, own);
    } catch {
      // The next question asks again; an act says itself when there is no connection.
    } finally {
      this.asking = false;
    }
  }

  private take(next: Range, own: boolean): void {
    const parts = new Set(next.changed ?? []);
    const before = new Map(this.range.events.map((event) => [event.id, event]));
    const kept = this.range.events.filter((event) => !parts.has(event.resourceIds[0]));
    const changed = next.events.filter((event) => JSON.stringify(event) !== JSON.stringify(before.get(event.id)));
    const now = new Set([...kept, ...next.events].map((event) => event.id));
    const gone = [...before.keys()].filter((id) => !now.has(id));
    this.range = { ...next, events: [...kept, ...next.events] };
    if (!changed.length && !gone.length) return;
    this.apply(this.range, changed, gone);
    const visits = changed.filter((event) => event.kind === "visit" || event.kind === "group");
    if (!own && visits.length) announce(`Changed by others: ${visits.map((event) => event.title).join("; ")}.`);
  }
}
