/** Numbers are shown for people and copied for programs: `−$1,234.50` is pasted as `-1234.50`. */
import type { Column } from "./table-columns";

const PARTS = new Intl.NumberFormat().formatToParts(-1234567.5);
const of = (type: Intl.NumberFormatPartTypes) =>
  PARTS.find((part) => part.type === type)?.value ?? "";
const GROUP = of("group");
const DECIMAL = of("decimal");
const SPACES = /[\s\u00a0\u202f\u2007]/g;
const ARROWS = /[▲▼]/g;
const NUMBER = /^([+-]?)\$?(\d+(?:\.\d+)?)(%?)$/;

/** The number that a text shows, as programs write it; `undefined` if it is not just a number. */
export function plainNumber(text: string): string | undefined {
  const plain = text
    .replace(ARROWS, "")
    .replace(SPACES, "")
    .replace("\u2212", "-")
    .replaceAll(GROUP, "")
    .replace(DECIMAL, ".");
  const [, sign = "", digits, percent = ""] = NUMBER.exec(plain) ?? [];
  return digits && `${sign === "-" ? "-" : ""}${digits}${percent}`;
}

/** The values of a row, exact as they came, with tabs between: for a spreadsheet's cells. */
export function rowText<Row>(row: Row, columns: readonly Column<Row>[]): string {
  return columns
    .filter(({ csv, sortValue }) => csv ?? sortValue)
    .map(({ csv, sortValue }) => (csv ? csv(row) : String(sortValue?.(row) ?? "")))
    .map((value) => value.replace(/[\t\r\n]+/g, " "))
    .join("\t");
}

/** A number that is selected alone is copied as programs write it. Answers how to stop. */
export function copyPlainNumbers(): () => void {
  const onCopy = (event: ClipboardEvent) => {
    const text = event.defaultPrevented ? "" : String(globalThis.getSelection() ?? "");
    const plain = plainNumber(text);
    if (plain === undefined || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", plain);
    event.preventDefault();
  };
  document.addEventListener("copy", onCopy);
  return () => document.removeEventListener("copy", onCopy);
}
