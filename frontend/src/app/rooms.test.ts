import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..");

/** Who may import whom; README.md says why. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  api: ["api"],
  live: ["live", "api"],
  ui: ["ui"],
  state: ["state", "api", "live"],
  features: ["api", "live", "ui", "state"],
  app: ["app", "api", "live", "ui", "state", "features"],
};

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(folder, path));
}

/** Of another room only this: decimals and problems are no part of a screen, and a toast is told. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  ui: ["api/problem"],
  state: ["ui/decimal", "ui/toast"],
};

const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

/** Where an import leads, from `src`; `undefined` if it is a library. */
function target(file: string, path: string): string | undefined {
  if (path.startsWith("@/")) return path.slice(2);
  if (path.startsWith("."))
    return relative(SRC, join(file, "..", path))
      .split(sep)
      .join("/");
  return undefined;
}

/** What is wrong with this arrow; `undefined` if it may be. */
function fault(from: string, to: string): string | undefined {
  const [room = "", feature = ""] = from.split("/");
  const [other = "", otherFeature = "", ...deeper] = to.split("/");
  if (room === "features" && other === "features") {
    return feature === otherFeature ? undefined : "a feature imports another";
  }
  if (DOORS[room]?.includes(to)) return undefined;
  if (!ROOMS[room]?.includes(other)) return `${room} imports ${other}`;
  if (other === "features" && deeper.length > 0) return "a feature's inside is imported";
  return undefined;
}

function faults(): string[] {
  return sources(SRC).flatMap((file) => {
    const from = relative(SRC, file).split(sep).join("/");
    const paths = [...readFileSync(file, "utf8").matchAll(IMPORT)].map((match) => match[1] ?? "");
    return paths.flatMap((path) => {
      const to = target(file, path);
      const wrong = to === undefined ? undefined : fault(from, to);
      return wrong ? [`${from}: ${path} (${wrong})`] : [];
    });
  });
}

describe("the rooms of the terminal", () => {
  it("import only as README.md says", () => {
    expect(faults()).toEqual([]);
  });

  it("are judged right", () => {
    expect(fault("features/ticket/form.ts", "features/chart")).toBe("a feature imports another");
    expect(fault("features/ticket/form.ts", "features/ticket/size")).toBeUndefined();
    expect(fault("features/ticket/form.ts", "app/theme")).toBe("features imports app");
    expect(fault("ui/states.tsx", "api/problem")).toBeUndefined();
    expect(fault("ui/states.tsx", "api/client")).toBe("ui imports api");
    expect(fault("app/shell/shell.tsx", "features/ticket/form")).toContain("inside");
    expect(fault("live/call.ts", "state/accounts")).toBe("live imports state");
    expect(fault("state/accounts.ts", "live/quotes")).toBeUndefined();
    expect(fault("state/open-orders.ts", "ui/decimal")).toBeUndefined();
    expect(fault("state/open-orders.ts", "ui/button")).toBe("state imports ui");
  });

  it("read files that are there", () => {
    expect(sources(SRC).length).toBeGreaterThan(50);
  });
});
