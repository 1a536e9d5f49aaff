/** How high a table should be: as its rows are, within bounds, so that a short one leaves no hole. */
const ROW = 34;
const HEAD_AND_FOOT = 76;
const LEAST = 168;

export function fitted(rows: number, most: number): number {
  return Math.max(Math.min(LEAST, most), Math.min(most, HEAD_AND_FOOT + rows * ROW));
}
