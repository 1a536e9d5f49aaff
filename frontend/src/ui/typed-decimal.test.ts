import { describe, expect, it } from "vitest";
import { readDecimal, shownDecimal } from "./typed-decimal";

/** What is read, or "refused". */
const read = (text: string, locale: string) => {
  const { value, problem } = readDecimal(text, locale);
  return problem ? "refused" : value;
};

describe("a number as it is typed", () => {
  it.each([
    ["en-US", "150.25", "150.25"],
    ["en-US", "1,500", "1500"],
    ["en-US", "1,500.75", "1500.75"],
    ["de-DE", "150,25", "150.25"],
    ["de-DE", "1,5", "1.5"],
    ["de-DE", "1.500", "1500"],
    ["de-DE", "1.234.567,89", "1234567.89"],
    ["de-CH", "1’500.25", "1500.25"],
    ["fr-FR", "1\u202f500,25", "1500.25"],
    ["fr-FR", "1 500,25", "1500.25"],
    ["en-IN", "12,34,567.5", "1234567.5"],
    ["ar-EG", "١٥٠٫٢٥", "150.25"],
  ])("in %s %s is %s", (locale, text, expected) => {
    expect(read(text, locale)).toBe(expected);
  });

  it.each([
    ["de-DE", "1.5"],
    ["de-DE", "150.25"],
    ["de-DE", "1,500.25"],
    ["de-DE", "1,5,5"],
    ["en-US", "1,5"],
    ["en-US", "150,25"],
    ["en-US", "1,23,4"],
    ["en-US", "1.2.3"],
    ["en-US", "1e5"],
    ["en-US", "1.5k"],
    ["en-US", "1 5"],
    ["en-US", "0 5"],
    ["en-US", "1 234,567"],
    ["de-CH", "1,5"],
    ["en-US", "--1"],
    ["en-US", "."],
  ])("in %s %s is refused, never guessed", (locale, text) => {
    expect(read(text, locale)).toBe("refused");
    expect(Number(readDecimal(text, locale).value)).toBeNaN();
  });

  it("may have the other sign where it can only be a decimal's", () => {
    expect(read("0.5", "de-DE")).toBe("0.5");
    expect(read(".5", "de-DE")).toBe("0.5");
    expect(read("12345.67", "de-DE")).toBe("12345.67");
    expect(read("0,5", "en-US")).toBe("0.5");
    expect(read("150.25", "fr-FR")).toBe("150.25");
    expect(read("1234.567", "de-DE")).toBe("refused");
  });

  it("may be half typed, have a sign and a currency's", () => {
    expect(read("", "en-US")).toBe("");
    expect(read(" 1. ", "en-US")).toBe("1");
    expect(read(".5", "en-US")).toBe("0.5");
    expect(read("+2", "en-US")).toBe("2");
    expect(read("\u22122", "en-US")).toBe("-2");
    expect(read("$1,500.00", "en-US")).toBe("1500.00");
  });

  it("says how it is written here", () => {
    expect(readDecimal("1.5", "de-DE").problem).toContain("1234,5");
    expect(readDecimal("1,5", "en-US").problem).toContain("1234.5");
  });

  it("is shown with the sign of the reader, and read back as it was", () => {
    expect(shownDecimal("150.25", "de-DE")).toBe("150,25");
    expect(shownDecimal("150.25", "en-US")).toBe("150.25");
    expect(shownDecimal("", "de-DE")).toBe("");
    expect(shownDecimal(readDecimal("1.5", "de-DE").value, "de-DE")).toBe("1.5");
    expect(read(shownDecimal("1234567.8901", "de-DE"), "de-DE")).toBe("1234567.8901");
  });
});
