import { useEffect, useRef } from "react";
import { useDraft } from "@/state/draft";
import { Tabs } from "@/ui/tabs";
import { Centre } from "./desktop";
import { useKeptTab } from "./kept-tab";
import { Part } from "./part";
import { Split } from "./split";

/** Under 1280 pixels: two columns, the right one of them in tabs. */
export function Tablet() {
  return (
    <Split
      id="tablet"
      orientation="horizontal"
      parts={[
        { id: "centre", label: "chart and blotter", size: 60, min: 35, content: <Centre /> },
        { id: "side", label: "lists and ticket", size: 40, min: 25, content: <Side /> },
      ]}
    />
  );
}

/** The draft that the ticket was shown for: one begun on another page is still to be shown. */
let seen = 0;

function Side() {
  const [tab, setTab] = useKeptTab("side", "ticket");
  const draft = useDraft((state) => state.number);
  const show = useRef(setTab);
  useEffect(() => {
    if (draft === seen) return;
    seen = draft;
    show.current("ticket");
  }, [draft]);
  return (
    <Tabs
      label="Lists, ticket and market"
      value={tab}
      onValueChange={setTab}
      tabs={[
        { value: "watch", label: "Watch", content: <Part name="Watchlist" /> },
        { value: "ticket", label: "Ticket", content: <Part name="Ticket" /> },
        { value: "depth", label: "Depth", content: <Part name="DepthPanel" /> },
        { value: "tape", label: "Trades", content: <Part name="TapePanel" /> },
      ]}
    />
  );
}
