import { useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { toast } from "@/ui/toast";
import { allTrips, type Day, type Epoch, type Report } from "./queries";

const DAY_COLUMNS = (
  [
    "day",
    "equity",
    "cash",
    "deposited",
    "withdrawn",
    "realised",
    "unrealised",
    "change",
    "exposure",
    "rate",
    "level",
    "drawdown",
    "benchmark_level",
  ] as const
).map((id) => ({ id, header: id, csv: (day: Day) => day[id] ?? "" }));

interface ExportsProps {
  epoch: Epoch;
  days: readonly Day[] | undefined;
  report: Report | undefined;
}

/** Days as CSV, or all there is as JSON: figures as the server said them. */
export function Exports({ epoch, days, report }: ExportsProps) {
  const [isBusy, setBusy] = useState(false);
  const saveAll = async () => {
    setBusy(true);
    try {
      const trips = await allTrips(epoch);
      const text = JSON.stringify({ report, days, trips }, undefined, 2);
      download("analytics.json", text, "application/json");
    } catch (error) {
      toast.failure(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        disabled={!days?.length}
        onClick={() => download("days.csv", toCsv(days ?? [], DAY_COLUMNS))}
      >
        Days as CSV
      </Button>
      <Button busy={isBusy} disabled={!report || !days} onClick={saveAll}>
        All as JSON
      </Button>
    </>
  );
}
