// What every signed-in page loads: htmx and the small islands.
import htmx from "htmx.org";
import { startDialogs } from "./dialogs";
import { startFileDrops } from "./file_drop";
import { startFirstRefusal } from "./first_refusal";
import { startFillRows } from "./fill_rows";
import { startHoldTime } from "./hold_time";
import { startLiveRegions } from "./live";
import { startLiveChecks } from "./live_check";
import { startNarrowTables } from "./narrow_tables";
import { startPalette } from "./palette";
import { startRowCursor } from "./row_cursor";
import { startShortcuts } from "./shortcuts";
import { startSubmitOnce } from "./submit_once";
import { startThemeToggle } from "./theme";
import { startToasts } from "./toast";
import { startTypeahead } from "./typeahead";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
htmx.config.selfRequestsOnly = true;
// The page's policy forbids inline styles, so none is carried over from an element to its successor.
htmx.config.attributesToSettle = ["class", "width", "height"];
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  // A refused form comes back with its sentences beside the fields: it must be shown.
  { code: "(400|409|422)", swap: true, error: false },
  { code: "[45]..", swap: false, error: true },
];

// htmx notes the current address in the browser's storage; addresses can hold what was searched for.
const forget = () => sessionStorage.removeItem("htmx-current-path-for-history");
forget();
for (const name of ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"]) {
  document.addEventListener(name, forget);
}

startThemeToggle();
startDialogs();
startToasts();
startFileDrops();
startFillRows();
startFirstRefusal();
startSubmitOnce();
startHoldTime();
startLiveRegions();
startLiveChecks();
startTypeahead();
startNarrowTables();
startPalette();
startRowCursor();
startShortcuts();
