import { Crosshair } from "lucide-react";
import { useMemo, useState } from "react";
import { useDepth } from "@/live/depth";
import { useIsStale, useQuoteAge } from "@/live/quotes";
import { useInstrumentStatus } from "@/live/status";
import { useInstrument } from "@/state/instruments";
import { useStandingOrders } from "@/state/open-orders";
import { usePinned } from "@/state/pins";
import { setPreference, usePreference } from "@/state/preferences";
import { keysOf, type ShortcutId, shownKeys } from "@/state/shortcuts";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { multiply, places, scale } from "@/ui/decimal";
import { age } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { PinButton } from "@/ui/pin";
import { Empty, Skeleton } from "@/ui/states";
import { GROUPS, ladderOf } from "./ladder";
import { LadderView } from "./ladder-view";

declare module "@/state/preferences" {
  interface Preferences {
    /** What levels of the book are grouped by, in ticks. */
    readonly depthGroup?: number;
  }
}

const TICK = "0.01"; // until the instrument is known

const STATUS = {
  trading: "",
  halted: "Trading is halted",
  opening_auction: "Opening auction: no prices until it ends",
  closing_auction: "Closing auction: no prices until it ends",
  closed: "The market is closed",
} as const;

/** The book of the selected symbol. It never sends an order: it fills the ticket's price. */
export function DepthPanel() {
  const { symbol, pin } = usePinned("depth");
  const tick = useInstrument(symbol).data?.tick_size ?? TICK;
  const group = usePreference("depthGroup") ?? 1;
  const [centred, setCentred] = useState(0);
  const centre = () => setCentred((count) => count + 1);
  const step = stepOf(tick, group);
  return (
    <Panel
      title={pin.isPinned ? `Depth · ${symbol}` : "Depth"}
      actions={
        <>
          <PinButton {...pin} />
          <Grouping
            tick={tick}
            group={group}
            onChange={(ticks) => setPreference("depthGroup", ticks)}
          />
          <IconButton
            size="sm"
            label={`Centre on the spread${inBrackets("depthCentre")}`}
            icon={<Crosshair className="size-4" />}
            onClick={centre}
          />
        </>
      }
    >
      <Book key={symbol} {...{ symbol, tick, step, centred }} onCentre={centre} />
    </Panel>
  );
}

const inBrackets = (id: ShortcutId): string => {
  const keys = shownKeys(keysOf(id)).flat().join(" ");
  return keys && ` (${keys})`;
};

const stepOf = (tick: string, group: number): string =>
  scale(multiply(tick, String(group)), places(tick));

interface GroupingProps {
  tick: string;
  group: number;
  onChange: (group: number) => void;
}

function Grouping({ tick, group, onChange }: GroupingProps) {
  return (
    <select
      aria-label="Group prices by"
      className="input select h-6 py-0 text-xs"
      value={group}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    >
      {GROUPS.map((one) => (
        <option key={one} value={one}>
          {stepOf(tick, one)}
        </option>
      ))}
    </select>
  );
}

/** Its age is no news: a live region would say it every second. */
function OldPrices({ symbol }: { symbol: string }) {
  const old = useQuoteAge(symbol);
  return (
    <p className="px-2 py-1 text-xs text-muted">
      Old prices{old !== undefined && `: the quote is ${age(old)} old`}.
    </p>
  );
}

interface BookProps {
  symbol: string;
  tick: string;
  step: string;
  centred: number;
  onCentre: () => void;
}

function Book({ symbol, tick, step, centred, onCentre }: BookProps) {
  const depth = useDepth(symbol);
  const orders = useStandingOrders(symbol);
  const isStale = useIsStale(symbol);
  const status = useInstrumentStatus(symbol)?.status ?? "trading";
  const ladder = useMemo(() => depth && ladderOf(depth, orders, step), [depth, orders, step]);
  if (!ladder) return <Skeleton lines={12} className="p-3" />;
  if (ladder.asks.length + ladder.bids.length === 0)
    return (
      <Empty title={STATUS[status] || "Nobody bids or offers"}>
        The book fills as orders come.
      </Empty>
    );
  return (
    <div data-scroll className={cx("relative h-full overflow-auto", isStale && "stale")}>
      {STATUS[status] && (
        <p role="status" className="px-2 py-1 text-xs text-muted">
          {STATUS[status]}
        </p>
      )}
      {isStale && <OldPrices symbol={symbol} />}
      <LadderView {...{ symbol, ladder, tick, centred, onCentre }} />
    </div>
  );
}
