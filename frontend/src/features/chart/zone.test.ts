import { afterEach, describe, expect, it } from "vitest";
import { setZone } from "@/ui/format";
import { dayText, momentText, offsetAt, shownZone, tickText, zoneOf } from "./zone";

const at = (iso: string) => Date.parse(iso) / 1000;
const NEW_YORK = "America/New_York";

describe("the exchange's clock", () => {
  afterEach(() => setZone({ name: undefined, label: "local" }));

  it("is New York's for stocks and UTC for all others", () => {
    expect(zoneOf("XNYS")).toBe(NEW_YORK);
    expect(zoneOf("24/7")).toBe("UTC");
    expect(zoneOf(undefined)).toBe("UTC");
  });

  it("is five hours behind in winter, four in summer, and changes at the hour it does", () => {
    expect(offsetAt(at("2026-11-20T15:00:00Z"), NEW_YORK)).toBe(-5 * 3600);
    expect(offsetAt(at("2026-07-20T15:00:00Z"), NEW_YORK)).toBe(-4 * 3600);
    expect(offsetAt(at("2026-11-01T05:59:59Z"), NEW_YORK)).toBe(-4 * 3600);
    expect(offsetAt(at("2026-11-01T06:00:00Z"), NEW_YORK)).toBe(-5 * 3600);
    expect(offsetAt(at("2026-11-01T06:00:00Z"), "UTC")).toBe(0);
  });

  it("dates a bar of a day by the day that it is there", () => {
    expect(momentText(at("2026-11-20T05:00:00Z"), "1Day", NEW_YORK)).toMatch(/20/);
    expect(momentText(at("2026-11-21T00:30:00Z"), "5Min", NEW_YORK)).toMatch(/20.*19:30/);
    expect(dayText(at("2026-11-21T00:30:00Z"), NEW_YORK)).toMatch(/20/);
  });

  it("counts hours in the zone that all times are shown in, and days in its own", () => {
    setZone({ name: "Asia/Tokyo", label: "JST" });
    expect(shownZone("XNYS", "5Min")).toBe("Asia/Tokyo");
    expect(shownZone("XNYS", "1Day")).toBe(NEW_YORK);
    expect(shownZone("24/7", "1Day")).toBe("UTC");
  });

  it("labels what has changed", () => {
    expect(tickText(at("2026-11-20T14:30:00Z"), 3, NEW_YORK)).toBe("09:30");
    expect(tickText(at("2026-01-01T12:00:00Z"), 0, "UTC")).toBe("2026");
  });
});
