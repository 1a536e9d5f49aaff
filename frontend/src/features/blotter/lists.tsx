/** The tabs that only look back: fills, history, ledger, rejections. */
import { type ReactNode, useMemo } from "react";
import type { Order } from "@/state/order-intent";
import { exportFills, exportLedger, exportOrders } from "./export";
import { FILL_COLUMNS } from "./fill-columns";
import { isWanted, REJECTED } from "./filter";
import { useFilter } from "./filter-address";
import { FilterBar } from "./filter-bar";
import { LEDGER_COLUMNS } from "./ledger-columns";
import { useOpenOrder } from "./order-address";
import { HISTORY_COLUMNS, REJECTION_COLUMNS } from "./order-columns";
import { PagedTable } from "./paged-table";
import { type Booking, type Fill, useFills, useLedger, useOrders } from "./sources";

function Frame({ bar, children }: { bar: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      {bar}
      <div className="min-h-0 flex-1">{children}</div>
    </div>
  );
}

const orderKey = (order: Order) => order.order_id;

interface OrdersProps {
  name: "history" | "rejections";
}

export function OrdersTab({ name }: OrdersProps) {
  const [filter, setFilter] = useFilter(name);
  const isHistory = name === "history";
  const wanted = useMemo(
    () => (isHistory ? filter : { ...filter, status: REJECTED.status }),
    [isHistory, filter],
  );
  const columns = isHistory ? HISTORY_COLUMNS : REJECTION_COLUMNS;
  const paged = useOrders(wanted);
  const rows = useMemo(
    () => paged.rows.filter((order) => isWanted(order, wanted)),
    [paged.rows, wanted],
  );
  const save = () => exportOrders(`${name}.csv`, wanted, columns);
  const has = isHistory ? (["side", "status"] as const) : (["side"] as const);
  return (
    <Frame bar={<FilterBar {...{ filter, has }} onFilter={setFilter} onExport={save} />}>
      <PagedTable
        name={name}
        label={isHistory ? "Order history" : "Rejections"}
        {...{ paged, rows, columns }}
        rowKey={orderKey}
        onRowActivate={useOpenOrder()}
        empty={isHistory ? "No orders" : "Nothing was rejected"}
        hint={isHistory ? "Orders that you place are kept here." : "That is how it should be."}
        hidden={isHistory ? ["notional", "trail", "group", "client", "id"] : ["client", "id"]}
      />
    </Frame>
  );
}

const fillKey = (fill: Fill) => fill.fill_id;

export function FillsTab() {
  const [filter, setFilter] = useFilter("fills");
  const bar = (
    <FilterBar
      filter={filter}
      has={["side"]}
      onFilter={setFilter}
      onExport={() => exportFills(filter)}
    />
  );
  return (
    <Frame bar={bar}>
      <PagedTable
        name="fills"
        label="Fills"
        paged={useFills(filter)}
        columns={FILL_COLUMNS}
        rowKey={fillKey}
        onRowActivate={useOpenOrder()}
        empty="No fills"
        hint="What your orders trade is listed here."
      />
    </Frame>
  );
}

const bookingKey = (booking: Booking) => booking.booking_id;

export function LedgerTab() {
  const [filter, setFilter] = useFilter("ledger");
  const bar = (
    <FilterBar
      filter={filter}
      has={[]}
      onFilter={setFilter}
      onExport={() => exportLedger(filter)}
    />
  );
  return (
    <Frame bar={bar}>
      <PagedTable
        name="ledger"
        label="Ledger"
        paged={useLedger(filter)}
        columns={LEDGER_COLUMNS}
        rowKey={bookingKey}
        empty="No bookings"
        hint="Deposits, fills, fees and all else that moved money or what is held."
      />
    </Frame>
  );
}
