// The booking page holds its time while the form is open, says for how long, and gives it back on leaving.
import { csrfToken } from "./csrf";

interface Held {
  id: string;
  url: string;
  release_url: string;
  seconds: number;
}

export function startHoldTime(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-hold]");
  if (form) new HeldForm(form);
}

class HeldForm {
  private held: Held | null = null;
  private endsAt = 0;
  private sent = false;
  private timer = 0;

  constructor(private form: HTMLFormElement) {
    void this.take();
    this.longer().addEventListener("click", () => void this.extend());
    form.addEventListener("submit", () => {
      this.sent = true;
    });
    window.addEventListener("pagehide", () => this.giveBack());
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.sent = false;
      this.field().value = "";
      void this.take();
    });
  }

  private async take(): Promise<void> {
    // A form that came back with its refusal still has its hold: kept longer, else taken anew.
    if (this.field().value) {
      const kept = await this.post(`${this.form.dataset.hold}${this.field().value}/`, {});
      if (kept) return this.keep(kept);
      this.field().value = "";
    }
    const { hold, holdType, holdProvider, holdAt, holdPatient } = this.form.dataset;
    const asked = { type: holdType!, provider: holdProvider!, at: holdAt!, patient: holdPatient ?? "" };
    const held = await this.post(hold!, asked);
    if (held) this.keep(held);
  }

  private async extend(): Promise<void> {
    if (!this.held) return this.take();
    const held = await this.post(this.held.url, {});
    if (held) this.keep(held);
    else this.held = null;
  }

  private keep(held: Held): void {
    this.held = held;
    this.field().value = held.id;
    this.endsAt = Date.now() + held.seconds * 1000;
    window.clearInterval(this.timer);
    this.timer = window.setInterval(() => this.tick(), 15000);
    this.tick();
  }

  private tick(): void {
    const minutes = Math.ceil((this.endsAt - Date.now()) / 60000);
    this.longer().hidden = minutes > 3;
    if (minutes > 0) return this.say(`This time is held for you: ${minutes} minute${minutes === 1 ? "" : "s"} left.`);
    window.clearInterval(this.timer);
    this.held = null;
    this.say("The time is not held any more. It can still be booked while nobody else takes it.");
  }

  private async post(url: string, values: Record<string, string>): Promise<Held | null> {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      body: new URLSearchParams(values),
    }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Held;
    const told = answer?.status === 409 ? ((await answer.json()) as { sentence: string }).sentence : "";
    if (told) this.say(told);
    return null;
  }

  private giveBack(): void {
    if (!this.held || this.sent) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", csrfToken());
    navigator.sendBeacon(this.held.release_url, body);
    this.held = null;
  }

  private say(text: string): void {
    const said = this.form.querySelector<HTMLElement>("[data-hold-said]");
    if (said && said.textContent !== text) said.textContent = text;
  }

  private field(): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>("input[name=hold]")!;
  }

  private longer(): HTMLButtonElement {
    return this.form.querySelector<HTMLButtonElement>("[data-hold-longer]")!;
  }
}
