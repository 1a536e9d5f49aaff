import { Pause, Play } from "lucide-react";
import { type ComponentProps, useMemo, useRef, useState } from "react";
import type { Trade } from "@/live/frames";
import { useIsStale } from "@/live/quotes";
import { useTape } from "@/live/tape";
import { useInstrument } from "@/state/instruments";
import { usePinned } from "@/state/pins";
import { setPreference, usePreference } from "@/state/preferences";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { type Column, DataTable } from "@/ui/data-table";
import { price, quantity, time } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { PinButton } from "@/ui/pin";
import { Empty } from "@/ui/states";
import { type Print, printsOf, type Way } from "./prints";

declare module "@/state/preferences" {
  interface Preferences {
    /** The smallest size that the tape shows. */
    readonly tapeLeast?: string;
  }
}

const TONES: Readonly<Record<Way, string>> = {
  up: "text-up",
  down: "text-down",
  same: "text-muted",
};
const ARROWS: Readonly<Record<Way, string>> = { up: "▲", down: "▼", same: "\u2007" };

function columnsOf(tick: string | undefined): Column<Print>[] {
  return [
    {
      id: "time",
      header: "Time",
      isTime: true,
      cell: ({ trade }) => time(trade.time),
      alwaysShown: true,
      width: 90,
    },
    {
      id: "price",
      header: "Price",
      align: "end",
      width: 90,
      cell: ({ trade, way }) => (
        <span className={`tabular-nums ${TONES[way]}`}>
          {ARROWS[way]} {price(trade.price, tick)}
        </span>
      ),
    },
    {
      id: "size",
      header: "Size",
      align: "end",
      width: 80,
      cell: ({ trade }) => (
        <>
          {trade.auction && <span className="mr-1 text-faint">auction</span>}
          {quantity(trade.size)}
        </>
      ),
    },
  ];
}

/** Time and sales of the selected symbol. It stands still while somebody reads it. */
export function TapePanel() {
  const { symbol, pin } = usePinned("tape");
  return <Tape key={symbol} {...pin} />;
}

function Tape(pin: ComponentProps<typeof PinButton>) {
  const { symbol, isPinned } = pin;
  const { data } = useInstrument(symbol);
  const least = usePreference("tapeLeast") ?? "";
  const held = useHeldTape(symbol);
  const { tape, isHeld } = held;
  const isStale = useIsStale(symbol);
  const columns = useMemo(() => columnsOf(data?.tick_size), [data?.tick_size]);
  const rows = useMemo(() => printsOf(tape, least), [tape, least]);
  return (
    <Panel
      title={titleOf({
        symbol: isPinned && symbol,
        paused: isHeld,
        old: isStale && tape.length > 0,
      })}
      actions={
        <>
          <PinButton {...pin} />
          <Least value={least} />
          <Hold {...held} />
        </>
      }
    >
      <div className={cx("h-full", isStale && "stale")} {...held.reading}>
        <DataTable
          label={`Trades of ${symbol}`}
          {...{ rows, columns }}
          rowKey={({ trade }) => String(trade.sequence)}
          empty={
            <Empty title={least ? "No trade of that size yet" : "No trades yet"}>
              They are shown as they are made.
            </Empty>
          }
        />
      </div>
    </Panel>
  );
}

type Held = ReturnType<typeof useHeldTape>;

function Hold({ isPaused, setPaused }: Pick<Held, "isPaused" | "setPaused">) {
  return (
    <IconButton
      size="sm"
      label={isPaused ? "Go on" : "Pause"}
      aria-pressed={isPaused}
      icon={isPaused ? <Play className="size-4" /> : <Pause className="size-4" />}
      onClick={() => setPaused(!isPaused)}
    />
  );
}

interface Said {
  symbol: string | false;
  paused: boolean;
  old: boolean;
}

const titleOf = ({ symbol, paused, old }: Said): string =>
  ["Time & sales", symbol, paused && "paused", old && "old"].filter(Boolean).join(" · ");

function Least({ value }: { value: string }) {
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label="Smallest size shown"
      placeholder="Min size"
      className="input h-6 w-20 py-0 text-xs"
      value={value}
      onChange={({ currentTarget }) =>
        setPreference("tapeLeast", currentTarget.value.replace(/[^\d.]/g, ""))
      }
    />
  );
}

/** The tape, or what it was when somebody began to read. */
function useHeldTape(symbol: string) {
  const tape = useTape(symbol);
  const [isPaused, setPaused] = useState(false);
  const [isHovered, setHovered] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const held = useRef<readonly Trade[]>(tape);
  // What is not there yet cannot be read.
  const isHeld = (isPaused || isHovered || isFocused) && held.current.length > 0;
  if (!isHeld) held.current = tape;
  const reading = {
    onMouseEnter: () => setHovered(true),
    onMouseLeave: () => setHovered(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
  return { tape: held.current, isHeld, isPaused, setPaused, reading };
}
