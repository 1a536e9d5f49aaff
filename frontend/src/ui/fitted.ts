/** How high a table should be: as its rows are, within bounds, so that a short one leaves no hole. */
const ROW = 28;
/** On a phone each row is a card. */
const CARD = 170;
const HEAD_AND_FOOT = 72;
const LEAST = 120;
const PHONE = "(max-width: 639px)";

export function fitted(rows: number, most: number): number {
  const isPhone = globalThis.matchMedia?.(PHONE).matches ?? false;
  const wanted = HEAD_AND_FOOT + rows * (isPhone ? CARD : ROW);
  return Math.max(Math.min(LEAST, most), Math.min(most, wanted));
}
