import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useDraft } from "@/state/draft";
import { localAction } from "@/state/shortcuts";
import { cx } from "@/ui/class-names";
import { price } from "@/ui/format";
import { Term } from "@/ui/term";
import type { Ladder, Rung } from "./ladder";
import { RungRow } from "./rung-row";

interface LadderViewProps {
  symbol: string;
  ladder: Ladder;
  tick: string;
  /** Raised whenever the spread is to be brought to the middle. */
  centred: number;
  onCentre: () => void;
}

const HEADINGS = ["Mine", "Bid", "Price", "Ask", "Total"] as const;
const ALIGNS = ["text-left", "text-right", "text-center", "text-right", "text-right"] as const;

/** The ladder: arrows walk along it, Enter takes a price to the ticket, Space finds the spread. */
export function LadderView(props: LadderViewProps) {
  const { symbol, ladder, tick, centred, onCentre } = props;
  const request = useDraft((state) => state.request);
  const { table, ...keys } = useKeys(onCentre);
  const spread = useCentre(centred);
  const pick = (rung: Rung) => request({ symbol, type: "limit", limit_price: rung.price });
  const row = (rung: Rung, isReachable: boolean) => (
    <RungRow key={rung.price} {...{ rung, tick, isReachable }} onPick={pick} />
  );
  return (
    // Else browsers scroll after a price that becomes another level: here the spread keeps its place.
    <table
      ref={table}
      aria-label={`Order book of ${symbol}`}
      className="w-full border-collapse [overflow-anchor:none]"
      {...keys}
    >
      <Head />
      <tbody>{ladder.asks.map((rung, at) => row(rung, isBest(ladder.asks, at, ladder)))}</tbody>
      <tbody>
        <tr
          ref={spread}
          className="h-(--row-height) border-y border-line bg-raised text-xs text-muted"
        >
          <th scope="row" colSpan={2} className="px-2 text-right font-normal">
            <Term name="spread" />
          </th>
          <td className="px-2 text-center tabular-nums">{price(ladder.spread, tick)}</td>
          <td colSpan={2} />
        </tr>
      </tbody>
      <tbody>{ladder.bids.map((rung, at) => row(rung, at === 0))}</tbody>
    </table>
  );
}

function useKeys(onCentre: () => void) {
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const action = localAction("Depth", event.nativeEvent);
    if (action === "depthCentre") onCentre();
    else if (action === "depthUp") walk(table.current, -1);
    else if (action === "depthDown") walk(table.current, 1);
    else return;
    event.preventDefault();
  };
  // A button is pressed when Space comes up again; here Space means something else.
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key === " " && localAction("Depth", event.nativeEvent)) event.preventDefault();
  };
  return { table, onKeyDown, onKeyUp };
}

/** Where there are no bids, the best offer is the way in. */
const isBest = (asks: readonly Rung[], at: number, { bids }: Ladder): boolean =>
  bids.length === 0 && at === asks.length - 1;

function Head(): ReactNode {
  return (
    <thead className="sticky top-0 z-10 bg-surface text-xs text-faint">
      <tr className="h-(--row-height)">
        {HEADINGS.map((heading, at) => (
          <th key={heading} scope="col" className={cx("px-2 font-medium", ALIGNS[at])}>
            {heading}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A pointer that lies still while the page appears below it enters, too: it has to move. */
const HANDS = ["pointermove", "wheel", "touchstart", "focusin", "keydown"] as const;

function useCentre(centred: number) {
  const spread = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number is the wish to centre
  useEffect(() => {
    const row = spread.current;
    const frame = row?.closest<HTMLElement>("[data-scroll]");
    const above = row?.closest("table")?.tBodies[0];
    if (!row || !frame || !above) return;
    // Again with every other size: panels are still being laid out, levels are still to come.
    const sizes = new ResizeObserver(() => {
      frame.scrollTop = row.offsetTop - (frame.clientHeight - row.clientHeight) / 2;
    });
    for (const one of [frame, above]) sizes.observe(one);
    // Nothing moves under the hand of who reads it.
    const stop = () => sizes.disconnect();
    for (const hand of HANDS) frame.addEventListener(hand, stop, { once: true, passive: true });
    return () => {
      stop();
      for (const hand of HANDS) frame.removeEventListener(hand, stop);
    };
  }, [centred]);
  return spread;
}

function walk(table: HTMLTableElement | null, by: 1 | -1): void {
  const all = [...(table?.querySelectorAll<HTMLButtonElement>("[data-rung]") ?? [])];
  const from = all.indexOf(document.activeElement as HTMLButtonElement);
  all[from < 0 ? 0 : from + by]?.focus();
}
