import { useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { DataTable } from "@/ui/data-table";
import { Page, PageHead } from "@/ui/figures";
import { fitted } from "@/ui/fitted";
import { PagedTable } from "@/ui/paged-table";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { Term } from "@/ui/term";
import { toast } from "@/ui/toast";
import { EpochChoice } from "./epoch-choice";
import { allTrips, type Epoch, useOpenTrips, useTrips } from "./queries";
import { OPEN_COLUMNS, TRIP_COLUMNS } from "./trip-columns";

/** Round trips: from no position in a symbol to none again. */
export function TripsPage() {
  const [epoch, setEpoch] = useState<Epoch>();
  return (
    <Page>
      <PageHead
        title="Round trips"
        actions={
          <>
            <EpochChoice value={epoch} onValueChange={setEpoch} />
            <TripFiles epoch={epoch} />
          </>
        }
      >
        From no position in a symbol to none again. <Term name="mae" /> and <Term name="mfe" /> are
        dollars of the whole position, without fees.
      </PageHead>
      <Panel title="Closed">
        <PagedTable
          label="Closed round trips"
          query={useTrips(epoch)}
          columns={TRIP_COLUMNS}
          rowKey={({ trip_id }) => trip_id}
          height={420}
          empty={<Empty title="No round trips yet">A position that was closed is one.</Empty>}
          footer="Those that ended last come first; more are read at the end of the list."
        />
      </Panel>
      <Panel title="Open">
        <Open epoch={epoch} />
      </Panel>
    </Page>
  );
}

function Open({ epoch }: { epoch: Epoch }) {
  return (
    <QueryView query={useOpenTrips(epoch)}>
      {(trips) => (
        <DataTable
          label="Open round trips"
          rows={trips}
          columns={OPEN_COLUMNS}
          rowKey={({ trip_id }) => trip_id}
          height={fitted(trips.length, 300)}
          empty={<Empty title="None is open">Nothing is held, and nothing owed.</Empty>}
        />
      )}
    </QueryView>
  );
}

function TripFiles({ epoch }: { epoch: Epoch }) {
  const [isBusy, setBusy] = useState(false);
  const save = async (kind: "csv" | "json") => {
    setBusy(true);
    try {
      const trips = await allTrips(epoch);
      if (kind === "csv") download("trips.csv", toCsv(trips, TRIP_COLUMNS));
      else download("trips.json", JSON.stringify(trips, undefined, 2), "application/json");
    } catch (error) {
      toast.failure(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button busy={isBusy} onClick={() => save("csv")}>
        All as CSV
      </Button>
      <Button busy={isBusy} onClick={() => save("json")}>
        All as JSON
      </Button>
    </>
  );
}
