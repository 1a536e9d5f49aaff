/**
 * Numbers as people type them: with the decimal sign of their locale, since that is how all numbers
 * are shown to them. What could be meant in two ways is refused: a guess is wrong by a hundredfold.
 */
import { isDecimal } from "./decimal";

interface Signs {
  readonly decimal: string;
  readonly group: string;
  /** The locale's own digits, 0 to 9. */
  readonly digits: readonly string[];
}

export interface Reading {
  /** A decimal, or "" of nothing; with a problem something that is no number to anybody. */
  readonly value: string;
  readonly problem?: string;
}

/** Before what is refused, so that neither `isDecimal` nor `Number` takes it for a number. */
const REFUSED = "?";

const known = new Map<string, Signs>();

function signsOf(locale: string | undefined): Signs {
  const there = known.get(locale ?? "");
  if (there) return there;
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.8);
  const sign = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const digit = new Intl.NumberFormat(locale, { useGrouping: false });
  const signs = {
    decimal: sign("decimal") || ".",
    group: sign("group"),
    digits: Array.from({ length: 10 }, (_, number) => digit.format(number)),
  };
  known.set(locale ?? "", signs);
  return signs;
}

/** Stand for a comma or a point that groups here, for any space that does, and for the decimal sign. */
const GROUP = "_";
const SPACE = " ";
const POINT = ".";

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const GROUPED = /^[+-]?\d{1,3}([_ ])(?:\d{2,3}\1)*\d{3}(?:\.\d*)?$/;
/** One group sign where no group can be: after a zero, or after too many digits. */
const ONLY_DECIMAL = /^[+-]?(?:0?_\d+|\d{4,}_\d{1,2})$/;

/** The text in signs that are the same everywhere. Letters stay, so that it is no number. */
function plain(text: string, { decimal, group, digits }: Signs): string {
  const marks = new Map(digits.map((digit, number) => [digit, String(number)]));
  if (group) marks.set(group, GROUP);
  for (const space of [" ", "\u00a0", "\u202f", "’", "'"]) marks.set(space, SPACE);
  marks.set("\u2212", "-");
  marks.set(decimal, POINT);
  // Money may be pasted as it is shown.
  const characters = [...text.trim().replace("$", "").trim()];
  return characters.map((one) => (one === GROUP ? "?" : (marks.get(one) ?? one))).join("");
}

const tidy = (value: string): string =>
  value
    .replace(/^\+/, "")
    .replace(/\.$/, "")
    .replace(/^(-?)\./, "$10.");

/** What was typed, as a decimal. */
export function readDecimal(text: string, locale?: string): Reading {
  const marked = plain(text, signsOf(locale));
  if (marked === "") return { value: "" };
  if (PLAIN.test(marked)) return { value: tidy(marked) };
  if (GROUPED.test(marked)) return { value: tidy(marked.replace(/[_ ]/g, "")) };
  if (ONLY_DECIMAL.test(marked)) return { value: tidy(marked.replace(GROUP, POINT)) };
  const example = shownDecimal("1234.5", locale);
  return {
    value: `${REFUSED}${text}`,
    problem: `That is not clear. Write numbers like ${example}.`,
  };
}

/** A decimal as it is typed here; what was refused as it was typed. */
export function shownDecimal(value: string, locale?: string): string {
  if (!isDecimal(value)) return value.replace(REFUSED, "");
  return value.replace(".", signsOf(locale).decimal);
}
