import { describe, expect, it } from "vitest";
import { duration, hour, ratio, weekday } from "./figures";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("figures", () => {
  it("say time in its two largest units", () => {
    expect(plain(duration(0))).toBe("0 s");
    expect(plain(duration(59))).toBe("59 s");
    expect(plain(duration(310))).toBe("5 min 10 s");
    expect(plain(duration(3600))).toBe("1 h");
    expect(plain(duration(86_400 * 2 + 3 * 3600 + 59))).toBe("2 d 3 h");
    expect(duration(null)).toBe("—");
  });

  it("round ratios, and say nothing of what is not defined", () => {
    expect(ratio("2.475829")).toBe("2.48");
    expect(ratio("-0.005")).toBe("\u22120.01");
    expect(ratio(null)).toBe("—");
  });

  it("name days and hours", () => {
    expect(weekday("1")).toBe("Monday");
    expect(weekday("7")).toBe("Sunday");
    expect(hour("9")).toBe("09:00");
  });
});
