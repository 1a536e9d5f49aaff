/** What the palette, menus and shortcuts do. */
import { preferences, setPreference } from "@/state/preferences";
import { announce } from "@/ui/announce";
import { THEMES } from "./theme";

/** The theme after the one that is chosen. */
export function nextTheme(): void {
  const at = THEMES.indexOf(preferences().theme);
  const theme = THEMES[(at + 1) % THEMES.length] ?? "dark";
  setPreference("theme", theme);
  announce(`Theme: ${theme}`);
}
