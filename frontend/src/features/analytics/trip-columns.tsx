import type { ReactNode } from "react";
import type { Column } from "@/ui/data-table";
import { dateTime, money, price, quantity } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { duration } from "./figures";
import type { OpenTrip, Trip } from "./queries";

type Common = Pick<OpenTrip, "symbol" | "side" | "opened_at" | "shares" | "entry_price" | "fees">;

function text<Row>(
  id: string,
  header: string,
  value: (row: Row) => string | number | null,
  shown: (value: string) => ReactNode,
  width = 100,
): Column<Row> {
  const plain = (row: Row) => `${value(row) ?? ""}`;
  return {
    id,
    header,
    width,
    align: "end",
    cell: (row) => shown(plain(row)),
    sortValue: (row) => value(row) ?? "",
    csv: plain,
  };
}

const gain = (value: string) => <Signed kind="money" value={value} />;
const bare = (value: string) => <Signed bare kind="money" value={value} />;
const paid = (value: string) => price(value, "0.01");

const common = <Row extends Common>(): Column<Row>[] => [
  {
    id: "symbol",
    header: "Symbol",
    width: 90,
    cell: ({ symbol }) => <strong>{symbol}</strong>,
    sortValue: ({ symbol }) => symbol,
    csv: ({ symbol }) => symbol,
    alwaysShown: true,
  },
  {
    id: "side",
    header: "Way",
    width: 64,
    cell: ({ side }) => (side === "buy" ? "long" : "short"),
    sortValue: ({ side }) => side,
    csv: ({ side }) => (side === "buy" ? "long" : "short"),
  },
  {
    id: "opened",
    header: "Opened",
    isTime: true,
    width: 170,
    cell: (row) => dateTime(row.opened_at),
    sortValue: (row) => row.opened_at,
    csv: (row) => row.opened_at,
  },
  text("shares", "Quantity", (row) => row.shares, quantity, 80),
  text("entry", "Entry", (row) => row.entry_price, paid),
];

export const TRIP_COLUMNS: Column<Trip>[] = [
  ...common<Trip>(),
  text("exit", "Exit", (trip) => trip.exit_price, paid),
  text("profit", "Profit", (trip) => trip.profit, gain, 116),
  text("mae", "MAE", (trip) => trip.adverse, bare),
  text("mfe", "MFE", (trip) => trip.favourable, bare),
  text(
    "held",
    "Held",
    (trip) => trip.held_seconds,
    (value) => duration(Number(value)),
  ),
  text("fees", "Fees", (trip) => trip.fees, money, 80),
  text(
    "fills",
    "Fills",
    (trip) => trip.fills,
    (value) => value,
    56,
  ),
  {
    id: "closed",
    header: "Closed",
    isTime: true,
    width: 170,
    cell: (trip) => dateTime(trip.closed_at),
    sortValue: (trip) => trip.closed_at,
    csv: (trip) => trip.closed_at,
  },
];

export const OPEN_COLUMNS: Column<OpenTrip>[] = [
  ...common<OpenTrip>(),
  text("quantity", "Held now", (trip) => trip.quantity, quantity),
  text("peak", "Most at once", (trip) => trip.peak, quantity),
  text("entered", "Put in", (trip) => trip.entered, money),
  text("exited", "Taken out", (trip) => trip.exited, money),
  text("fees", "Fees", (trip) => trip.fees, money, 80),
];
