import { describe, expect, it } from "vitest";
import { contrast, type Ground, ownTokens, TOKENS } from "./own-colours";

const DARK: Ground = { isDark: true, surface: "#10141b", hover: "#1e2632", contrast: 4.5 };
const LIGHT: Ground = { isDark: false, surface: "#ffffff", hover: "#e8edf3", contrast: 4.5 };
const BOLD: Ground = { isDark: true, surface: "#000000", hover: "#262626", contrast: 7 };
const WISHES = ["#000000", "#ffffff", "#808080", "#ffff00", "#0000ff", "#ff00ff", "#10141b"];

const pairs = [DARK, LIGHT, BOLD].flatMap((ground) =>
  WISHES.map((wish) => ({ ground, wish, name: `${wish} on ${ground.surface}` })),
);

describe("colours of one's own", () => {
  it.each(pairs)("can be read: $name", ({ ground, wish }) => {
    const tokens = ownTokens({ up: wish, down: wish }, ground);
    for (const [text, action] of [
      ["up", "buy"],
      ["down", "sell"],
    ]) {
      const shown = tokens[`--color-${text}`] ?? "";
      for (const under of [ground.surface, ground.hover, tokens[`--color-${text}-soft`] ?? ""])
        expect(contrast(shown, under)).toBeGreaterThanOrEqual(ground.contrast);
      const [button, on] = [tokens[`--color-${action}`], tokens[`--color-on-${action}`]];
      expect(contrast(button ?? "", on ?? "")).toBeGreaterThanOrEqual(ground.contrast);
    }
  });

  it("are taken as they are where they can be read", () => {
    const tokens = ownTokens({ up: "#00e0ff", down: "#ff9955" }, DARK);

    expect(tokens["--color-up"]).toBe("#00e0ff");
    expect(tokens["--color-down"]).toBe("#ff9955");
  });

  it("are all that is taken away again with another choice", () => {
    expect(new Set(Object.keys(ownTokens({ up: "#00ff00", down: "#ff0000" }, DARK)))).toEqual(
      new Set(TOKENS),
    );
  });

  it("knows the contrast of black and white", () => {
    expect(contrast("#000000", "#ffffff")).toBe(21);
  });
});
