import { Download, X } from "lucide-react";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { toast } from "@/ui/toast";
import { EVERYTHING, type Filter, isFiltered } from "./filter";

interface Props {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  /** What can be chosen besides symbol and dates. */
  has: readonly ("side" | "status")[];
  onExport: () => Promise<void>;
}

const SIDES = [
  { value: "", label: "Both" },
  { value: "buy", label: "Buy" },
  { value: "sell", label: "Sell" },
] as const;

const STATUSES = [
  { value: "", label: "All" },
  ...[
    "new",
    "partially_filled",
    "held",
    "filled",
    "canceled",
    "expired",
    "replaced",
    "rejected",
  ].map((value) => ({ value, label: value.replaceAll("_", " ") })),
];

export function FilterBar({ filter, onFilter, has, onExport }: Props) {
  const change = (part: Partial<Filter>) => onFilter({ ...filter, ...part });
  return (
    <search className="flex flex-wrap items-end gap-2 border-b border-line px-2 py-1">
      <TextField
        label="Symbol"
        className="w-24"
        value={filter.symbol}
        onValueChange={(symbol) => change({ symbol: symbol.trim().toUpperCase() })}
      />
      {has.includes("side") && (
        <SelectField
          label="Side"
          value={filter.side}
          onValueChange={(side) => change({ side })}
          options={SIDES}
        />
      )}
      {has.includes("status") && (
        <SelectField
          label="Status"
          value={filter.status}
          onValueChange={(status) => change({ status })}
          options={STATUSES}
        />
      )}
      <Days filter={filter} change={change} />
      {isFiltered(filter) && (
        <Button variant="quiet" onClick={() => onFilter(EVERYTHING)}>
          <X aria-hidden="true" className="size-3.5" /> Clear
        </Button>
      )}
      <ExportButton onExport={onExport} />
    </search>
  );
}

interface DaysProps {
  filter: Filter;
  change: (part: Partial<Filter>) => void;
}

function Days({ filter, change }: DaysProps) {
  return (
    <>
      <TextField
        label="From"
        type="date"
        value={filter.since}
        onValueChange={(since) => change({ since })}
      />
      <TextField
        label="To"
        type="date"
        value={filter.until}
        onValueChange={(until) => change({ until })}
      />
    </>
  );
}

export function ExportButton({ onExport }: { onExport: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await onExport();
    } catch (error) {
      toast.failure(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button className="ml-auto" busy={isBusy} onClick={() => void run()}>
      <Download aria-hidden="true" className="size-3.5" /> CSV
    </Button>
  );
}
