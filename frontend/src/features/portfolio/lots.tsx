import { useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { download } from "@/ui/csv";
import type { Column } from "@/ui/data-table";
import { dateTime, money, price, quantity } from "@/ui/format";
import { PagedTable } from "@/ui/paged-table";
import { Signed } from "@/ui/signed";
import { Empty } from "@/ui/states";
import { toast } from "@/ui/toast";
import { type Closing, csvOf, type Lot, useClosings, useLots } from "./queries";

const LOT_COLUMNS: Column<Lot>[] = [
  { id: "symbol", header: "Symbol", cell: ({ symbol }) => symbol, alwaysShown: true },
  {
    id: "opened",
    header: "Opened",
    isTime: true,
    width: 170,
    cell: (lot) => dateTime(lot.opened_at),
  },
  { id: "quantity", header: "Quantity", align: "end", cell: (lot) => quantity(lot.quantity) },
  { id: "price", header: "Price", align: "end", cell: (lot) => price(lot.price, "0.01") },
  { id: "cost", header: "Cost", align: "end", cell: (lot) => money(lot.cost) },
];

/** Which fill brought the shares that are there. */
export function Lots() {
  return (
    <PagedTable
      label="Lots"
      query={useLots()}
      columns={LOT_COLUMNS}
      rowKey={({ lot_id }) => lot_id}
      height={320}
      empty={<Empty title="No open lots">Each fill that opens something is a lot.</Empty>}
      footer="Oldest first. First in, first out: sales take from the oldest lot."
    />
  );
}

const CLOSING_COLUMNS: Column<Closing>[] = [
  { id: "symbol", header: "Symbol", cell: ({ symbol }) => symbol, alwaysShown: true },
  {
    id: "closed",
    header: "Closed",
    isTime: true,
    width: 170,
    cell: (one) => dateTime(one.closed_at),
  },
  {
    id: "opened",
    header: "Opened",
    isTime: true,
    width: 170,
    cell: (one) => dateTime(one.opened_at),
  },
  { id: "quantity", header: "Quantity", align: "end", cell: (one) => quantity(one.quantity) },
  { id: "cost", header: "Cost", align: "end", cell: (one) => money(one.cost) },
  { id: "proceeds", header: "Proceeds", align: "end", cell: (one) => money(one.proceeds) },
  {
    id: "realised",
    header: "Realised",
    align: "end",
    cell: (one) => <Signed kind="money" value={one.realised} />,
  },
];

/** What each sale took out of which lot, and earned. */
export function Closings() {
  return (
    <PagedTable
      label="Closings"
      query={useClosings()}
      columns={CLOSING_COLUMNS}
      rowKey={({ booking_id, lot_id }) => `${booking_id} ${lot_id}`}
      height={320}
      empty={<Empty title="Nothing closed yet">What sales took out of lots is shown here.</Empty>}
      footer={<ClosingsFile />}
    />
  );
}

function ClosingsFile() {
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      download("closings.csv", await csvOf("/api/portfolio/closings.csv"));
    } catch (error) {
      toast.failure(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="flex flex-wrap items-center gap-3">
      First in, first out, without fees: so the sum may differ from the realised profit.
      <Button size="sm" variant="quiet" busy={isBusy} onClick={save}>
        Save all as CSV
      </Button>
    </span>
  );
}
