// Bundles the styles, the islands and the icon sprite into the static files of the ui app.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "src", "wellrun", "platform", "ui", "static", "ui", "dist");

async function writeSprite() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const folder = join(here, "node_modules", "@tabler", "icons", "icons", "outline");
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(join(folder, `${name}.svg`), "utf8");
      const body = svg
        .replace(/^[\s\S]*?<svg[^>]*>/, "")
        .replace("</svg>", "")
        .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
        .replace(/\s*\n\s*/g, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
    }),
  );
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
  await writeFile(join(dist, "icons.svg"), sprite);
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: {
    wellrun: "src/main.ts",
    theme: "src/theme_first.ts",
    calendar: "src/calendar.ts",
    patient: "src/patient.ts",
    "wellrun-style": "src/styles/main.css",
    "calendar-style": "src/styles/calendar.css",
  },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome120", "firefox125", "safari17.4"],
  legalComments: "eof",
  logLevel: "warning",
  logOverride: { "direct-eval": "silent" },
});
await writeSprite();
