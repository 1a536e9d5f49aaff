import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from "react";
import { asProblem } from "@/api/problem";
import { useInstrument } from "@/state/instruments";
import { usePinned } from "@/state/pins";
import { Panel } from "@/ui/panel";
import { PinButton } from "@/ui/pin";
import { Empty, Failed, Skeleton } from "@/ui/states";
import type { Bar } from "./bars";
import { BarsTable } from "./bars-table";
import type { Interval } from "./intervals";
import { type ChartSettings, useChartSettings } from "./settings";
import { type Shown, summaryOf } from "./summary";
import { Toolbar } from "./toolbar";
import { useBars } from "./use-bars";
import { shownZone } from "./zone";

// What draws is large, and not needed by who looks at the table.
const Candles = lazy(() => import("./candles"));
const Listen = lazy(() => import("./listen").then(({ Listen: listen }) => ({ default: listen })));
const TICK = "0.01"; // until the instrument is known

/** Candles of the selected symbol, or the same as a table. */
export function ChartPanel() {
  const { symbol, pin } = usePinned("chart");
  const settings = useChartSettings();
  const { interval, adjusted } = settings;
  const { query, bars, loadOlder } = useBars(symbol, interval, adjusted);
  const { shown, title } = useShown(symbol, interval);
  const [jumped, setJumped] = useState(0);
  const [isHeard, setHeard] = useState(false);
  const jump = useCallback(() => setJumped((count) => count + 1), []);
  return (
    <Panel
      title={title}
      actions={
        <>
          <PinButton {...pin} />
          <Toolbar settings={settings} onJump={jump} onListen={() => setHeard(true)} />
        </>
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        {query.isError && (
          <Failed problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
        )}
        <div className="relative min-h-0 flex-1">
          <View
            {...{ bars, shown, settings, jumped }}
            isLoading={query.isPending}
            onOldest={loadOlder}
          />
        </div>
        <Footer bars={bars} shown={shown} />
      </div>
      {isHeard && (
        <Suspense>
          <Listen {...{ bars, shown }} onClose={() => setHeard(false)} />
        </Suspense>
      )}
    </Panel>
  );
}

function useShown(symbol: string, interval: Interval) {
  const instrument = useInstrument(symbol).data;
  const tick = instrument?.tick_size ?? TICK;
  const zone = shownZone(instrument?.calendar, interval);
  const shown = useMemo<Shown>(
    () => ({ symbol, interval, zone, tick }),
    [symbol, interval, zone, tick],
  );
  return { shown, title: instrument ? `${symbol} · ${instrument.name}` : symbol };
}

interface ViewProps {
  bars: readonly Bar[];
  shown: Shown;
  settings: ChartSettings;
  jumped: number;
  isLoading: boolean;
  onOldest: () => void;
}

function View({ isLoading, ...props }: ViewProps): ReactNode {
  const waiting = <Skeleton height="100%" className="h-full p-2" />;
  if (isLoading) return waiting;
  if (props.bars.length === 0)
    return (
      <Empty title={`No bars of ${props.shown.symbol}`}>
        Nothing was traded yet, as far as is known.
      </Empty>
    );
  if (props.settings.view === "table") return <BarsTable {...props} />;
  return (
    <Suspense fallback={waiting}>
      <Candles {...props} />
    </Suspense>
  );
}

/** The chart in words, and whose library draws it. */
function Footer({ bars, shown }: { bars: readonly Bar[]; shown: Shown }) {
  return (
    <footer className="flex shrink-0 items-center gap-3 border-t border-line px-2 text-xs text-faint">
      <p className="min-w-0 flex-1 truncate" title={summaryOf(bars, shown)}>
        {summaryOf(bars, shown)}
      </p>
      <a
        href="https://www.tradingview.com/"
        target="_blank"
        rel="noreferrer"
        className="flex min-h-6 shrink-0 items-center"
      >
        Charts by TradingView
      </a>
    </footer>
  );
}
