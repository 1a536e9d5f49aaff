/** Bookings as rows. */

import type { Column } from "@/ui/data-table";
import { add } from "@/ui/decimal";
import { dateTime, quantity } from "@/ui/format";
import { Signed } from "@/ui/signed";
import type { Booking } from "./sources";

/** What the booking did to the account itself, in one asset after the other. */
export function ownOf({ entries }: Booking): [string, string][] {
  const sums = new Map<string, string>();
  for (const { owner, asset, amount } of entries)
    if (owner === "own") sums.set(asset, add(sums.get(asset) ?? "0", amount));
  return [...sums];
}

const cashOf = (booking: Booking) => ownOf(booking).find(([asset]) => asset === "USD")?.[1] ?? "";
const sharesOf = (booking: Booking) => ownOf(booking).filter(([asset]) => asset !== "USD");

export const LEDGER_COLUMNS: readonly Column<Booking>[] = [
  {
    id: "number",
    header: "No.",
    width: 50,
    align: "end",
    cell: ({ number }) => number,
    sortValue: ({ number }) => number,
  },
  {
    id: "time",
    header: "Time",
    isTime: true,
    width: 140,
    cell: (booking) => dateTime(booking.market_time ?? booking.created_at),
    sortValue: (booking) => booking.market_time ?? booking.created_at,
  },
  {
    id: "kind",
    header: "Kind",
    width: 80,
    cell: ({ kind }) => kind,
    sortValue: ({ kind }) => kind,
  },
  {
    id: "description",
    header: "Description",
    width: 240,
    alwaysShown: true,
    cell: ({ description }) => description,
    sortValue: ({ description }) => description,
  },
  {
    id: "cash",
    header: "Cash",
    width: 110,
    align: "end",
    cell: (booking) => <Signed value={cashOf(booking)} kind="money" bare />,
    sortValue: cashOf,
  },
  {
    id: "shares",
    header: "Assets",
    width: 120,
    align: "end",
    cell: (booking) =>
      sharesOf(booking)
        .map(([asset, amount]) => `${quantity(amount)} ${asset}`)
        .join(", "),
  },
];
