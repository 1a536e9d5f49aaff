import { useIsStale, useQuote, useQuoteAge } from "@/live/quotes";
import { cx } from "@/ui/class-names";
import { subtract } from "@/ui/decimal";
import { age, compactQuantity, price } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { useFigures } from "./day";
import { Flash } from "./flash";
import type { Row } from "./use-rows";

interface CellProps {
  row: Row;
}

/** Grey, where what is shown may not be the market's any more. */
function useStaleLook({ symbol, instrument, snapshot }: Row): string {
  const isStale = useIsStale(instrument && symbol);
  return cx((isStale || snapshot?.quote?.stale) && "stale");
}

/** Live where there are prices, else as it was asked for. */
function useBest({ symbol, instrument, snapshot }: Row) {
  const live = useQuote(instrument && symbol);
  const quote = live ?? snapshot?.quote;
  return {
    bid: quote?.bid ?? undefined,
    ask: quote?.ask ?? undefined,
    tick: instrument?.tick_size,
  };
}

export function SymbolCell({ row }: CellProps) {
  const status = row.snapshot?.status;
  const isShut = status && status !== "trading";
  const isStale = useIsStale(row.instrument && row.symbol);
  const name = row.instrument?.name ?? "No prices here";
  return (
    <span data-symbol={row.symbol} className="flex min-w-0 items-baseline gap-1.5" title={name}>
      <strong className="font-semibold">{row.symbol}</strong>
      {isShut && <span className="text-xs text-warn">{status.replace("_", " ")}</span>}
      {isStale && <Age symbol={row.symbol} />}
      {!row.instrument && <span className="truncate text-xs text-faint">no prices</span>}
    </span>
  );
}

/** Of a quote that is not live; nothing while none has come. */
function Age({ symbol }: { symbol: string }) {
  const old = useQuoteAge(symbol);
  if (old === undefined) return null;
  return <span className="text-xs text-warn">{age(old)} old</span>;
}

export function SideCell({ row, side }: CellProps & { side: "bid" | "ask" }) {
  const { [side]: value, tick } = useBest(row);
  return (
    <span className={useStaleLook(row)}>
      <Flash value={value}>{price(value, tick)}</Flash>
    </span>
  );
}

export function SpreadCell({ row }: CellProps) {
  const { bid, ask, tick } = useBest(row);
  return <span className="text-muted">{price(bid && ask && subtract(ask, bid), tick)}</span>;
}

export function LastCell({ row }: CellProps) {
  const { last } = useFigures(row);
  return (
    <span className={useStaleLook(row)}>
      <Flash value={last}>{price(last, row.instrument?.tick_size)}</Flash>
    </span>
  );
}

export function ChangeCell({ row, kind }: CellProps & { kind: "price" | "percent" }) {
  const { change, ratio } = useFigures(row);
  return (
    <span className={useStaleLook(row)}>
      <Signed value={kind === "price" ? change : ratio} kind={kind} bare={kind === "price"} />
    </span>
  );
}

export function VolumeCell({ row }: CellProps) {
  return <>{compactQuantity(useFigures(row).volume)}</>;
}
