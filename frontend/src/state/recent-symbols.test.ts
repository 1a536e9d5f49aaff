import { describe, expect, it } from "vitest";
import { MOST_RECENTS, withRecent } from "./recent-symbols";

describe("recent symbols", () => {
  it("have the latest first, each once", () => {
    expect(withRecent(["IBM", "AAPL"], "AAPL")).toEqual(["AAPL", "IBM"]);
    expect(withRecent([], "IBM")).toEqual(["IBM"]);
  });

  it("are no more than can be seen at once", () => {
    const many = Array.from({ length: 20 }, (_, at) => `S${at}`);
    expect(withRecent(many, "NEW")).toHaveLength(MOST_RECENTS);
    expect(withRecent(many, "NEW")[0]).toBe("NEW");
  });
});
