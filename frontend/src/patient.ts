// What pages for patients need of a script: a form is sent once, and a kiosk that was left clears itself.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page that the browser kept in memory is asked for anew: at a kiosk it was somebody else's.
window.addEventListener("pageshow", (event) => {
  for (const form of document.querySelectorAll("form")) delete form.dataset.sent;
  if (event.persisted) location.reload();
});

const WARNS_AT = 20;

function startClock(clock: HTMLFormElement): void {
  const seconds = Number(clock.dataset.kioskClock);
  const said = clock.querySelector("[data-kiosk-said]");
  const leave = document.querySelector<HTMLButtonElement>("[data-kiosk-leave] button");
  let until = Date.now() + seconds * 1000;
  const again = (): void => {
    until = Date.now() + seconds * 1000;
    clock.hidden = true;
  };
  const stay = (): void => {
    again();
    // The server forgets whoever is not heard of, too: what is being typed stays on the page.
    void fetch(location.href, { method: "POST", body: new URLSearchParams([...new FormData(clock)].map(([name, value]) => [name, String(value)]).concat([["act", "stay"]])), redirect: "manual" });
  };
  let told = Date.now();
  for (const name of ["pointerdown", "keydown"]) {
    document.addEventListener(name, () => {
      if (Date.now() - told < 10_000) return again();
      told = Date.now();
      stay();
    });
  }
  const timer = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    clock.hidden = left > WARNS_AT;
    if (said && left <= WARNS_AT && (left % 5 === 0 || left === WARNS_AT)) {
      said.textContent = (clock.dataset.kioskText ?? "").replace("{seconds}", String(Math.max(left, 0)));
    }
    if (left <= 0) {
      clearInterval(timer);
      leave?.click();
    }
  }, 500);
  clock.querySelector("[data-kiosk-stay]")?.addEventListener("click", again);
}

const clock = document.querySelector<HTMLFormElement>("[data-kiosk-clock]");
if (clock) startClock(clock);

const done = document.querySelector<HTMLElement>("[data-kiosk-done]");
if (done) setTimeout(() => location.replace(location.href), Number(done.dataset.kioskDone) * 1000);
