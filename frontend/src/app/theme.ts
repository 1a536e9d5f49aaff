/** Writes the user's choice of looks to the root element, where theme.css reads it. */
import { useEffect } from "react";
import { type ThemeChoice, usePreferences } from "@/state/preferences";
import { useMedia } from "@/ui/media";

export type Theme = "dark" | "light" | "contrast";

export const THEMES: readonly ThemeChoice[] = ["dark", "light", "contrast", "system"];

export interface Wishes {
  readonly prefersLight: boolean;
  readonly prefersContrast: boolean;
}

/** The theme to show: what was chosen, or what the system wishes. */
export function themeOf(choice: ThemeChoice, { prefersLight, prefersContrast }: Wishes): Theme {
  if (choice !== "system") return choice;
  if (prefersContrast) return "contrast";
  return prefersLight ? "light" : "dark";
}

const BARS: Record<Theme, string> = { dark: "#10141b", light: "#ffffff", contrast: "#000000" };

/** Mounted once, by the root. */
export function useTheme(): void {
  const { theme, upDown, density, motion } = usePreferences();
  const prefersLight = useMedia("(prefers-color-scheme: light)");
  const prefersContrast = useMedia("(prefers-contrast: more)");
  const prefersStill = useMedia("(prefers-reduced-motion: reduce)");
  const shown = themeOf(theme, { prefersLight, prefersContrast });
  const isStill = motion === "reduced" || (motion === "system" && prefersStill);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.theme = shown;
    dataset.updown = upDown;
    dataset.density = density;
    dataset.motion = isStill ? "reduced" : "full";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", BARS[shown]);
  }, [shown, upDown, density, isStill]);
}
