/** Writes the user's choice of looks to the root element, where theme.css reads it. */
import { useEffect } from "react";
import { type OwnColours, type ThemeChoice, usePreferences } from "@/state/preferences";
import { useMedia } from "@/ui/media";
import { ownTokens, TOKENS } from "@/ui/own-colours";

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

/** Own colours stand at the root itself, over those of tokens.css; other choices take them away. */
function paint(root: HTMLElement, shown: Theme, own: OwnColours | undefined): void {
  const token = (name: string) => getComputedStyle(root).getPropertyValue(`--color-${name}`).trim();
  const ground = {
    isDark: shown !== "light",
    surface: token("surface"),
    hover: token("hover"),
    contrast: shown === "contrast" ? 7 : 4.5,
  };
  const tokens = own ? ownTokens(own, ground) : {};
  for (const name of TOKENS) {
    const value = tokens[name];
    if (value) root.style.setProperty(name, value);
    else root.style.removeProperty(name);
  }
}

/** Mounted once, by the root. */
export function useTheme(): void {
  const { theme, upDown, ownColours, density, motion } = usePreferences();
  const prefersLight = useMedia("(prefers-color-scheme: light)");
  const prefersContrast = useMedia("(prefers-contrast: more)");
  const prefersStill = useMedia("(prefers-reduced-motion: reduce)");
  const shown = themeOf(theme, { prefersLight, prefersContrast });
  const isStill = motion === "reduced" || (motion === "system" && prefersStill);
  useEffect(() => {
    const { documentElement: root } = document;
    const { dataset } = root;
    dataset.theme = shown;
    dataset.updown = upDown;
    dataset.density = density;
    dataset.motion = isStill ? "reduced" : "full";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", BARS[shown]);
    paint(root, shown, upDown === "own" ? ownColours : undefined);
  }, [shown, upDown, ownColours, density, isStill]);
}
