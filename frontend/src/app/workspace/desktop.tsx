import { Tabs } from "@/ui/tabs";
import { useKeptTab } from "./kept-tab";
import { Part } from "./part";
import { Split, type SplitPart } from "./split";

const part = (
  id: string,
  label: string,
  size: number,
  min: number,
  content: SplitPart["content"],
) => ({
  id,
  label,
  size,
  min,
  content,
});

/** From 1280 pixels: lists, chart over blotter, ticket over depth. */
export function Desktop() {
  return (
    <Split
      id="desktop"
      orientation="horizontal"
      parts={[
        part("lists", "the watchlist", 20, 12, <Part name="Watchlist" />),
        part("centre", "chart and blotter", 56, 30, <Centre />),
        part("trade", "ticket and depth", 24, 18, <Trade />),
      ]}
    />
  );
}

export function Centre() {
  return (
    <Split
      id="centre"
      orientation="vertical"
      parts={[
        part("chart", "the chart", 62, 25, <Part name="ChartPanel" />),
        part("blotter", "the blotter", 38, 15, <Part name="Blotter" />),
      ]}
    />
  );
}

function Trade() {
  return (
    <Split
      id="trade"
      orientation="vertical"
      parts={[
        part("ticket", "the ticket", 58, 25, <Part name="Ticket" />),
        part("market", "depth and trades", 42, 15, <Market />),
      ]}
    />
  );
}

/** The book, or the trades. */
export function Market() {
  const [tab, setTab] = useKeptTab("market", "depth");
  return (
    <Tabs
      label="Depth and trades"
      value={tab}
      onValueChange={setTab}
      tabs={[
        { value: "depth", label: "Depth", content: <Part name="DepthPanel" /> },
        { value: "tape", label: "Time and sales", content: <Part name="TapePanel" /> },
      ]}
    />
  );
}
