import { RotateCcw, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useQuote } from "@/live/quotes";
import { IconButton } from "@/ui/button";
import { type Column, DataTable } from "@/ui/data-table";
import { fitted } from "@/ui/fitted";
import { dateTime, price } from "@/ui/format";
import { Empty } from "@/ui/states";
import { putAlert, removeAlert, useAlerts } from "./alert-store";
import { middle } from "./prices";
import { type Alert, describe, isWaiting } from "./rules";

const COLUMNS: Column<Alert>[] = [
  {
    id: "what",
    header: "Alert",
    width: 180,
    cell: describe,
    sortValue: describe,
    alwaysShown: true,
  },
  { id: "now", header: "Now", align: "end", cell: ({ symbol }) => <Now symbol={symbol} /> },
  { id: "from", header: "Set at", align: "end", cell: ({ from }) => price(from) },
  {
    id: "state",
    header: "State",
    width: 120,
    cell: (alert) => stateOf(alert),
    sortValue: (alert) => stateOf(alert),
  },
  {
    id: "fired",
    header: "Went off",
    isTime: true,
    width: 190,
    cell: ({ firedAt, firedPrice }) =>
      firedAt ? `${dateTime(firedAt)}, at ${price(firedPrice)}` : "—",
    sortValue: ({ firedAt }) => firedAt ?? "",
  },
];

function stateOf(alert: Alert): string {
  if (!isWaiting(alert)) return "Done";
  return alert.repeats ? "Watching, repeats" : "Watching, once";
}

function Now({ symbol }: { symbol: string }) {
  return price(middle(useQuote(symbol)));
}

/** All alerts, those that still watch first. */
export function AlertTable() {
  const all = useAlerts();
  const rows = useMemo(
    () =>
      Object.values(all).sort(
        (one, other) =>
          Number(isWaiting(other)) - Number(isWaiting(one)) || other.setAt.localeCompare(one.setAt),
      ),
    [all],
  );
  return (
    <DataTable
      label="Price alerts"
      rows={rows}
      columns={COLUMNS}
      rowKey={({ id }) => id}
      height={fitted(rows.length, 300)}
      rowActions={(alert) => <Actions alert={alert} />}
      empty={<Empty title="No alerts">Set one beside this: a price to cross, or a move.</Empty>}
    />
  );
}

function Actions({ alert }: { alert: Alert }) {
  const now = middle(useQuote(alert.symbol));
  const again = () => {
    const { firedAt: _, firedPrice: __, ...fresh } = alert;
    if (now) putAlert({ ...fresh, from: now, setAt: new Date().toISOString() });
  };
  return (
    <>
      {!isWaiting(alert) && (
        <IconButton
          label={`Watch again: ${describe(alert)}`}
          icon={<RotateCcw className="size-3.5" />}
          size="sm"
          disabled={!now}
          onClick={again}
        />
      )}
      <IconButton
        label={`Remove: ${describe(alert)}`}
        icon={<Trash2 className="size-3.5" />}
        size="sm"
        onClick={() => removeAlert(alert.id)}
      />
    </>
  );
}
