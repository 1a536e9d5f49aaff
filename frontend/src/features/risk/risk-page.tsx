import { useMemo } from "react";
import { useEvents } from "@/live/events";
import { Page, PageHead } from "@/ui/figures";
import { dateTime } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { Skeleton } from "@/ui/states";
import { Check } from "./check";
import { InForce } from "./in-force";
import { incidentsIn } from "./news";
import { useRiskAccount } from "./queries";
import { Holds, Margin, Power, Shares } from "./state";

/** What the account may do, what its orders hold, and what keeps it from more. */
export function RiskPage() {
  const query = useRiskAccount();
  return (
    <Page>
      <PageHead title="Risk">
        What the account may commit, what its open orders hold, and which rules are in force. The
        server decides; this page asks it.
      </PageHead>
      <InForce />
      <QueryView query={query} skeleton={<Skeleton height={160} />}>
        {(account) => (
          <>
            {account.margin_call && <Margin call={account.margin_call} />}
            <Panel title="Buying power">
              <Power account={account} />
            </Panel>
            <Panel title="Held by open orders">
              <Holds holds={account.holds} />
            </Panel>
            <Panel title="Holdings">
              <Shares account={account} />
            </Panel>
          </>
        )}
      </QueryView>
      <Panel title="Ask before you order">
        <Check />
      </Panel>
      <Incidents />
    </Page>
  );
}

function Incidents() {
  const events = useEvents();
  const incidents = useMemo(() => incidentsIn(events.map(({ frame }) => frame)), [events]);
  if (incidents.length === 0) return null;
  return (
    <Panel title="Limits reached and liquidations since this page was opened">
      <ul className="p-3 text-sm">
        {incidents.map(({ id, at, text }) => (
          <li key={id}>
            <span className="text-muted">{dateTime(at)}</span> {text}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
