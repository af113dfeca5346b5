// Loaded before the first paint, so that a dark page never flashes white.
import { applyTheme, chosenTheme } from "./theme";

applyTheme(chosenTheme());
