// Light, dark or as the device prefers; kept in a cookie so that the server can render it too.
const COOKIE = "wellrun_theme";
const CHOICES = ["auto", "light", "dark"] as const;
const WORDS = { auto: "as the device", light: "light", dark: "dark" };
const ICONS = { auto: "sun-moon", light: "sun", dark: "moon" };
type Theme = (typeof CHOICES)[number];

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

export function chosenTheme(): Theme {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  const value = found?.slice(COOKIE.length + 1);
  return CHOICES.find((choice) => choice === value) ?? "auto";
}

export function applyTheme(theme: Theme): void {
  const dark = theme === "dark" || (theme === "auto" && prefersDark.matches);
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
}

export function startThemeToggle(): void {
  prefersDark.addEventListener("change", () => applyTheme(chosenTheme()));
  document.querySelectorAll<HTMLButtonElement>("[data-theme-toggle]").forEach((button) => {
    describe(button, chosenTheme());
    button.addEventListener("click", () => {
      const next = CHOICES[(CHOICES.indexOf(chosenTheme()) + 1) % CHOICES.length] ?? "auto";
      document.cookie = `${COOKIE}=${next}; path=/; max-age=31536000; SameSite=Lax`;
      applyTheme(next);
      describe(button, next);
    });
  });
}

function describe(button: HTMLButtonElement, theme: Theme): void {
  const label = `Colors: ${WORDS[theme]}`;
  button.setAttribute("aria-label", label);
  button.title = label;
  const use = button.querySelector("use");
  const sheet = use?.getAttribute("href")?.split("#")[0];
  if (use && sheet) use.setAttribute("href", `${sheet}#${ICONS[theme]}`);
}
