/** Orders that live, and what can be done to them. */
import { Pencil, X } from "lucide-react";
import { useMemo, useState } from "react";
import { cancelling, cancellingAll, titleOf } from "@/state/order-actions";
import type { Order } from "@/state/order-intent";
import { useTableSettings } from "@/state/table-settings";
import { Button, IconButton } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { DataTable } from "@/ui/data-table";
import { Confirm } from "@/ui/dialog";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { dayOf, type Filter, isWanted } from "./filter";
import { useFilter } from "./filter-address";
import { FilterBar } from "./filter-bar";
import { useOpenOrder } from "./order-address";
import { OPEN_COLUMNS } from "./order-columns";
import { ReplaceOrder } from "./replace-order";
import { useOpen } from "./sources";

type Asked =
  | { readonly kind: "cancel" | "replace"; readonly order: Order }
  | { readonly kind: "cancel-all"; readonly symbol: string; readonly run: () => Promise<unknown> };

const orderKey = (order: Order) => order.order_id;
const ENDING: readonly Order["status"][] = ["pending_cancel", "pending_replace"];
const HIDDEN = { hidden: ["notional", "trail", "why", "client", "id"] } as const;

function isIn(order: Order, filter: Filter): boolean {
  const day = dayOf(order.created_at);
  const isInTime = (!filter.since || day >= filter.since) && (!filter.until || day <= filter.until);
  return isInTime && isWanted(order, filter) && (!filter.side || order.side === filter.side);
}

export function OpenOrdersTab() {
  const query = useOpen();
  const [filter, setFilter] = useFilter("orders");
  const [asked, setAsked] = useState<Asked>();
  const rows = useMemo(
    () => (query.data ?? []).filter((order) => isIn(order, filter)),
    [query.data, filter],
  );
  const { symbol } = filter;
  const save = async () => download("open-orders.csv", toCsv(rows, OPEN_COLUMNS));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FilterBar filter={filter} has={["side", "status"]} onFilter={setFilter} onExport={save} />
      <div className="min-h-0 flex-1">
        <QueryView query={query}>
          {() => <OrdersTable {...{ rows, symbol }} ask={setAsked} />}
        </QueryView>
      </div>
      {asked && <Question asked={asked} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

interface TableProps {
  rows: readonly Order[];
  /** The one that is looked at; "" is all. */
  symbol: string;
  ask: (asked: Asked) => void;
}

function OrdersTable({ rows, symbol, ask }: TableProps) {
  const askAll = () => ask({ kind: "cancel-all", symbol, run: cancellingAll(symbol || undefined) });
  const settings = useTableSettings("blotter-open", HIDDEN);
  return (
    <DataTable
      label="Open orders"
      rows={rows}
      columns={OPEN_COLUMNS}
      rowKey={orderKey}
      rowActions={(order) => <RowActions order={order} ask={ask} />}
      onRowActivate={useOpenOrder()}
      empty={<Empty title="No open orders">Orders that wait for their price are shown here.</Empty>}
      footer={
        <span className="flex items-center gap-2">
          {rows.length} open
          <Button size="sm" variant="danger" onClick={askAll}>
            Cancel all
          </Button>
        </span>
      }
      {...settings}
    />
  );
}

function RowActions({ order, ask }: { order: Order; ask: TableProps["ask"] }) {
  const isEnding = ENDING.includes(order.status);
  return (
    <>
      <IconButton
        size="sm"
        label={`Replace ${titleOf(order)}`}
        icon={<Pencil className="size-3.5" />}
        disabled={isEnding || order.status === "pending_new"}
        onClick={() => ask({ kind: "replace", order })}
      />
      <IconButton
        size="sm"
        label={`Cancel ${titleOf(order)}`}
        icon={<X className="size-3.5" />}
        disabled={isEnding}
        onClick={() => ask({ kind: "cancel", order })}
      />
    </>
  );
}

interface QuestionProps {
  asked: Asked;
  onClose: () => void;
}

function Question({ asked, onClose }: QuestionProps) {
  if (asked.kind === "replace") return <ReplaceOrder order={asked.order} onClose={onClose} />;
  const isAll = asked.kind === "cancel-all";
  const of = isAll && asked.symbol ? ` of ${asked.symbol}` : "";
  const what = isAll ? `all open orders${of}` : titleOf(asked.order);
  const hasGroup = !isAll && asked.order.order_class !== "simple";
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Cancel ${what}?`}
      confirmLabel={isAll ? "Cancel all" : "Cancel the order"}
      variant="danger"
      onConfirm={isAll ? asked.run : cancelling(asked.order)}
    >
      <p>It loses its place in the line. What has traded already stays.</p>
      {hasGroup && <p>All orders of its group are canceled with it.</p>}
    </Confirm>
  );
}
