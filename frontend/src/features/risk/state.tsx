import { Link } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { type Column, DataTable } from "@/ui/data-table";
import { isZero } from "@/ui/decimal";
import { Figure, Figures } from "@/ui/figures";
import { fitted } from "@/ui/fitted";
import { dateTime, money, price, quantity } from "@/ui/format";
import { Empty } from "@/ui/states";
import { Term } from "@/ui/term";
import type { Hold, MarginCall, RiskAccount } from "./queries";

/** What the account is asked for, and until when. */
export function Margin({ call }: { call: MarginCall }) {
  const kind = call.kind === "overnight" ? "Overnight" : "Maintenance";
  return (
    <section role="alert" className="panel flex gap-2 border border-danger p-3 text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <p>
        <strong>{kind} margin call.</strong> {money(call.lacking)} are lacking until{" "}
        {dateTime(call.due)} (market time): deposit them or close positions.
        {call.liquidated && " The house has begun to close positions."}
      </p>
    </section>
  );
}

/** Dollars that can be committed, and where they are. */
export function Power({ account }: { account: RiskAccount }) {
  const isMargin = account.margin === "margin";
  return (
    <Figures>
      <Figure label={<Term name="buyingPower" />}>{money(account.buying_power)}</Figure>
      <Figure label="Kind of account">{isMargin ? "Margin" : "Cash"}</Figure>
      <Figure label="Cash" note={isMargin ? "below zero it is owed" : undefined}>
        {money(account.cash)}
      </Figure>
      <Figure label="Held for orders">{money(account.held_cash)}</Figure>
      <Figure label="Equity">{money(account.equity)}</Figure>
      <Figure label={<Term name="reserved" />}>{money(account.reserved)}</Figure>
      <Figure label={<Term name="maintenance" />}>
        {isMargin ? money(account.maintenance) : "none"}
      </Figure>
      <Figure label="Margin call">{account.margin_call ? "open" : "none"}</Figure>
    </Figures>
  );
}

const HOLDS: Column<Hold>[] = [
  {
    id: "symbol",
    header: "Order",
    width: 140,
    alwaysShown: true,
    sortValue: ({ symbol }) => symbol,
    cell: ({ symbol, side, order_id }) => (
      <Link className="underline" to="/orders/$orderId" params={{ orderId: order_id }}>
        {side} {symbol}
      </Link>
    ),
  },
  { id: "quantity", header: "Open", align: "end", cell: (hold) => quantity(hold.quantity) },
  {
    id: "bound",
    header: "At worst",
    align: "end",
    cell: (hold) => price(hold.bound_price, "0.01"),
  },
  {
    id: "cash",
    header: "Holds cash",
    align: "end",
    cell: (hold) => money(hold.cash),
    sortValue: (hold) => hold.cash,
  },
  { id: "fee", header: "For fees", align: "end", cell: (hold) => money(hold.fee) },
  {
    id: "shares",
    header: "Holds of it",
    align: "end",
    cell: (hold) => quantity(hold.shares),
    sortValue: (hold) => hold.shares,
  },
  {
    id: "with",
    header: "Belongs to",
    width: 140,
    cell: ({ replaces, exits }) => {
      if (replaces) return "replaces another";
      return exits?.length ? `with ${exits.length} exits` : "itself";
    },
  },
];

export function Holds({ holds }: { holds: readonly Hold[] }) {
  return (
    <DataTable
      label="Held by open orders"
      rows={holds}
      columns={HOLDS}
      rowKey={({ order_id }) => order_id}
      height={fitted(holds.length, 320)}
      empty={<Empty title="Nothing is held">Open orders hold what they may cost.</Empty>}
    />
  );
}

type Share = RiskAccount["shares"][number];

const SHARES: Column<Share>[] = [
  { id: "symbol", header: "Symbol", cell: ({ symbol }) => symbol, alwaysShown: true },
  { id: "owned", header: "Owned", align: "end", cell: ({ owned }) => quantity(owned) },
  { id: "held", header: "Held by sells", align: "end", cell: ({ held }) => quantity(held) },
  { id: "free", header: "Free to sell", align: "end", cell: ({ free }) => quantity(free) },
];

export function Shares({ account }: { account: RiskAccount }) {
  const rows = account.shares.filter(({ owned, held }) => !isZero(owned) || !isZero(held));
  return (
    <DataTable
      label="Holdings"
      rows={rows}
      columns={SHARES}
      rowKey={({ symbol }) => symbol}
      height={fitted(rows.length, 280)}
      empty={<Empty title="Nothing is held">What you buy is shown here.</Empty>}
    />
  );
}
