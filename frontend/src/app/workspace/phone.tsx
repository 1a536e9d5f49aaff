import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useDraft } from "@/state/draft";
import { useSelection } from "@/state/selection";
import type { View } from "../router";
import { Market } from "./desktop";
import { Part } from "./part";

/** On a phone: one part at a time, chosen with the tabs at the bottom. */
export function Phone() {
  const { view = "watch" } = useSearch({ from: "/shell/" });
  useFollow(view);
  if (view === "chart") return <ChartView />;
  if (view === "trade") return <TradeView />;
  return <Part name="Watchlist" />;
}

function ChartView() {
  return (
    <div className="flex h-full flex-col">
      <div className="min-h-0 flex-[3]">
        <Part name="ChartPanel" />
      </div>
      <div className="min-h-0 flex-[2] border-t border-line">
        <Market />
      </div>
    </div>
  );
}

function TradeView() {
  return (
    <>
      <Part name="Ticket" />
      <div className="h-[70dvh] border-t border-line">
        <Part name="Blotter" />
      </div>
    </>
  );
}

/** A symbol that was chosen is shown as a chart, an order that was begun as a ticket. */
function useFollow(view: View): void {
  const navigate = useNavigate({ from: "/" });
  const symbol = useSelection((state) => state.symbol);
  const draft = useDraft((state) => state.number);
  const seen = useRef({ symbol, draft });
  useEffect(() => {
    const before = seen.current;
    seen.current = { symbol, draft };
    const isBegun = draft !== before.draft;
    if (!isBegun && symbol === before.symbol) return;
    const next = isBegun || view === "trade" ? "trade" : "chart";
    void navigate({ search: { symbol, view: next } });
  }, [symbol, draft, view, navigate]);
}
