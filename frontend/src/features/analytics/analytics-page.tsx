import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Figure, Figures, Page, PageHead } from "@/ui/figures";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { Empty, Skeleton } from "@/ui/states";
import { Breakdown } from "./breakdown";
import { CalendarPanel } from "./calendar-panel";
import { CurvePanel } from "./curve-panel";
import { EpochChoice } from "./epoch-choice";
import { Exports } from "./exports";
import { type Epoch, useDays, useOrders, useReport } from "./queries";
import { Benchmark, Ratios, TripFigures } from "./statistics";

/** How the account did. */
export function AnalyticsPage() {
  const [epoch, setEpoch] = useState<Epoch>();
  const days = useDays(epoch);
  const report = useReport(epoch);
  return (
    <Page>
      <PageHead
        title="Analytics"
        actions={
          <>
            <EpochChoice value={epoch} onValueChange={setEpoch} />
            <Exports epoch={epoch} days={days.data} report={report.data} />
          </>
        }
      >
        How the account did, by market days in New York. <Link to="/trips">Round trips</Link> have a
        page of their own.
      </PageHead>
      <ByDay query={days} />
      <Reported query={report} />
      <Panel title="Orders">
        <Orders epoch={epoch} />
      </Panel>
    </Page>
  );
}

const nothing = (
  <Empty title="No market day yet">The first fill or deposit of the account begins one.</Empty>
);

function ByDay({ query }: { query: ReturnType<typeof useDays> }) {
  const states = {
    query,
    skeleton: <Skeleton height={300} className="p-3" />,
    isEmpty: (days: readonly unknown[]) => days.length === 0,
    empty: nothing,
  };
  return (
    <>
      <Panel title="Return">
        <QueryView {...states}>{(days) => <CurvePanel days={days} />}</QueryView>
      </Panel>
      <Panel title="Profit and loss by day">
        <QueryView {...states}>{(days) => <CalendarPanel days={days} />}</QueryView>
      </Panel>
    </>
  );
}

function Reported({ query }: { query: ReturnType<typeof useReport> }) {
  return (
    <>
      <Panel title="Ratios">
        <QueryView query={query}>{(report) => <Ratios report={report} />}</QueryView>
      </Panel>
      <Panel title="Benchmark">
        <QueryView query={query}>{(report) => <Benchmark report={report} />}</QueryView>
      </Panel>
      <Panel title="Round trips">
        <QueryView query={query}>{(report) => <TripFigures report={report} />}</QueryView>
      </Panel>
      <Panel title="Round trips by symbol, hour and weekday" isTitleHidden>
        <QueryView query={query}>{(report) => <Breakdown report={report} />}</QueryView>
      </Panel>
    </>
  );
}

const OUTCOMES = [
  "created",
  "accepted",
  "filled",
  "canceled",
  "expired",
  "replaced",
  "rejected",
] as const;

function Orders({ epoch }: { epoch: Epoch }) {
  return (
    <QueryView query={useOrders(epoch)}>
      {(orders) => (
        <>
          <Figures>
            {OUTCOMES.map((outcome) => (
              <Figure key={outcome} label={outcome}>
                {orders[outcome]}
              </Figure>
            ))}
          </Figures>
          {orders.rejected > 0 && (
            <ul className="px-3 pb-3 text-xs text-muted">
              {Object.entries(orders.rejections).map(([reason, count]) => (
                <li key={reason}>
                  {count} × {reason.replaceAll("_", " ")}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </QueryView>
  );
}
