import type { ReactNode } from "react";
import { isZero } from "@/ui/decimal";
import { Tabs } from "@/ui/tabs";
import { EVERYTHING, REJECTED } from "./filter";
import { FillsTab, LedgerTab, OrdersTab } from "./lists";
import { OpenOrdersTab } from "./open-orders";
import { usePortfolio } from "./positions";
import { PositionsTab } from "./positions-tab";
import { useFills, useLedger, useOpen, useOrders } from "./sources";
import { useTab } from "./tab-address";
import type { Paged } from "./use-paged";

/** All that the account has, waits for and has done. */
export function Blotter() {
  const [tab, show] = useTab();
  const counts = useCounts();
  return (
    <section aria-label="Blotter" className="panel h-full">
      <Tabs
        label="Blotter"
        value={tab}
        onValueChange={show}
        tabs={[
          tabOf("positions", "Positions", counts.positions, <PositionsTab />),
          tabOf("orders", "Open orders", counts.open, <OpenOrdersTab />),
          tabOf("fills", "Fills", counts.fills, <FillsTab />),
          tabOf("history", "Order history", counts.history, <OrdersTab name="history" />),
          tabOf("ledger", "Ledger", counts.ledger, <LedgerTab />),
          tabOf("rejections", "Rejections", counts.rejections, <OrdersTab name="rejections" />),
        ]}
      />
    </section>
  );
}

const tabOf = (
  value: string,
  label: string,
  count: number | string | undefined,
  content: ReactNode,
) => ({
  value,
  label,
  count,
  content,
});

type Counted = Pick<Paged<unknown>, "rows" | "hasMore" | "isLoading">;

/** How many there are; of a list that goes on, that there are more than those. */
export function countOf({ rows, hasMore, isLoading }: Counted): number | string | undefined {
  if (isLoading) return undefined;
  return hasMore ? `${rows.length}+` : rows.length;
}

function useCounts() {
  return {
    positions: usePortfolio().data?.positions.filter(({ quantity }) => !isZero(quantity)).length,
    open: useOpen().data?.length,
    fills: countOf(useFills(EVERYTHING)),
    history: countOf(useOrders(EVERYTHING)),
    ledger: countOf(useLedger(EVERYTHING)),
    rejections: countOf(useOrders(REJECTED)),
  };
}
