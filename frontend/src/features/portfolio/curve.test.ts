import { describe, expect, it } from "vitest";
import { summarise, withDrawdown } from "./curve";

const point = (start: string, equity: string) => ({ start, equity, cash: "1", market_value: "2" });

describe("the equity curve", () => {
  it("counts drawdown from the highest so far", () => {
    const curve = withDrawdown([point("a", "100"), point("b", "200"), point("c", "150")]);
    expect(curve.map((one) => one.drawdown)).toEqual([0, 0, -0.25]);
  });

  it("has no drawdown before there was anything", () => {
    const curve = withDrawdown([point("a", "-5"), point("b", "0")]);
    expect(curve.map((one) => one.drawdown)).toEqual([0, 0]);
  });

  it("names the first, last, lowest, highest and deepest point", () => {
    const worths = ["100", "90", "300", "210", "250"];
    const summary = summarise(withDrawdown(worths.map((worth, at) => point(String(at), worth))));
    expect(summary?.first.start).toBe("0");
    expect(summary?.last.start).toBe("4");
    expect(summary?.lowest.start).toBe("1");
    expect(summary?.highest.start).toBe("2");
    expect(summary?.deepest.start).toBe("3");
  });

  it("says nothing of nothing", () => {
    expect(summarise([])).toBeUndefined();
  });
});
