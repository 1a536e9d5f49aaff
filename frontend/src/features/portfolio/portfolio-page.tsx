import { useState } from "react";
import { Page, PageHead } from "@/ui/figures";
import { Panel } from "@/ui/panel";
import { Tabs } from "@/ui/tabs";
import { CurvePanel } from "./curve-panel";
import { Closings, Lots } from "./lots";
import { Positions } from "./positions";
import { Statements } from "./statements";
import { LedgerBalance, Summary } from "./summary";

/** What the account owns, what it is worth, and how that came about. */
export function PortfolioPage() {
  const [tab, setTab] = useState("positions");
  return (
    <Page>
      <PageHead title="Portfolio">
        What the account owns and is worth, by the ledger. Prices are the market's last.
      </PageHead>
      <Panel title="Summary">
        <Summary />
      </Panel>
      <Panel title="Equity">
        <CurvePanel />
      </Panel>
      <Panel title="Holdings" isTitleHidden>
        <Tabs
          label="Holdings"
          value={tab}
          onValueChange={setTab}
          tabs={[
            { value: "positions", label: "Positions", content: <Positions /> },
            { value: "lots", label: "Lots", content: <Lots /> },
            { value: "closings", label: "Closings", content: <Closings /> },
          ]}
        />
      </Panel>
      <Panel title="Statements">
        <Statements />
      </Panel>
      <Panel title="Ledger balance">
        <LedgerBalance />
      </Panel>
    </Page>
  );
}
