/** Tables as CSV (RFC 4180), for spreadsheets. */

export interface CsvColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly csv?: (row: Row) => string;
  readonly sortValue?: (row: Row) => string | number;
}

/** Spreadsheets run cells that begin so as formulas; a quote before it makes them text. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d.])/;

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const textOf = <Row>(row: Row, column: CsvColumn<Row>): string =>
  column.csv ? column.csv(row) : String(column.sortValue?.(row) ?? "");

/** A line of headings and a line per row, of columns that have a value to export. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly CsvColumn<Row>[]): string {
  const wanted = columns.filter((column) => column.csv ?? column.sortValue);
  const head = wanted.map((column) => cell(column.header)).join(",");
  const lines = rows.map((row) => wanted.map((one) => cell(textOf(row, one))).join(","));
  return `${[head, ...lines].join("\r\n")}\r\n`;
}

/** Hand a text to the browser as a file. */
export function download(name: string, text: string, type = "text/csv"): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
