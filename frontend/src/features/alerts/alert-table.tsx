import { RotateCcw, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { asProblem } from "@/api/problem";
import { useQuote } from "@/live/quotes";
import { IconButton } from "@/ui/button";
import { type Column, DataTable } from "@/ui/data-table";
import { fitted } from "@/ui/fitted";
import { dateTime, price } from "@/ui/format";
import { Empty, Failed } from "@/ui/states";
import { middle } from "./prices";
import { type Alert, useAlerts, useRemoveAlert, useSetAlert } from "./queries";
import { describe } from "./rules";

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
  { id: "from", header: "Set at", align: "end", cell: ({ reference }) => price(reference) },
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
    cell: ({ fired_at, fired_price }) =>
      fired_at ? `${dateTime(fired_at)}, at ${price(fired_price)}` : "—",
    sortValue: ({ fired_at }) => fired_at ?? "",
  },
];

function stateOf(alert: Alert): string {
  if (!alert.is_waiting) return "Done";
  return alert.repeats ? "Watching, repeats" : "Watching, once";
}

function Now({ symbol }: { symbol: string }) {
  return price(middle(useQuote(symbol)));
}

/** All alerts, those that still watch first. */
export function AlertTable() {
  const { data, error, refetch } = useAlerts();
  const rows = useMemo(
    () =>
      [...(data ?? [])].sort(
        (one, other) =>
          Number(other.is_waiting) - Number(one.is_waiting) ||
          other.set_at.localeCompare(one.set_at),
      ),
    [data],
  );
  if (error && !data) return <Failed problem={asProblem(error)} onRetry={() => void refetch()} />;
  return (
    <DataTable
      label="Price alerts"
      rows={rows}
      columns={COLUMNS}
      rowKey={({ alert_id }) => alert_id}
      height={fitted(rows.length, 300)}
      rowActions={(alert) => <Actions alert={alert} />}
      empty={<Empty title="No alerts">Set one beside this: a price to cross, or a move.</Empty>}
    />
  );
}

function Actions({ alert }: { alert: Alert }) {
  const { alert_id, symbol, kind, level, repeats } = alert;
  const [set, remove] = [useSetAlert(), useRemoveAlert()];
  return (
    <>
      {!alert.is_waiting && (
        <IconButton
          label={`Watch again: ${describe(alert)}`}
          icon={<RotateCcw className="size-3.5" />}
          size="sm"
          disabled={set.isPending}
          onClick={() => set.mutate({ alert_id, symbol, kind, level, repeats })}
        />
      )}
      <IconButton
        label={`Remove: ${describe(alert)}`}
        icon={<Trash2 className="size-3.5" />}
        size="sm"
        disabled={remove.isPending}
        onClick={() => remove.mutate(alert_id)}
      />
    </>
  );
}
