import { memo } from "react";
import type { StandingOrder } from "@/state/open-orders";
import { cx } from "@/ui/class-names";
import { add, isZero } from "@/ui/decimal";
import { price, quantity } from "@/ui/format";
import type { Rung } from "./ladder";

interface RungRowProps {
  rung: Rung;
  tick: string;
  /** In the tab order: one rung is, the arrows lead to the others. */
  isReachable: boolean;
  onPick: (rung: Rung) => void;
}

const CELL = "relative px-2 text-right tabular-nums";

function mineOf(orders: readonly StandingOrder[]): string {
  if (orders.length === 0) return "";
  const side = orders[0]?.order.side ?? "buy";
  const isMixed = orders.some((one) => one.order.side !== side);
  const open = orders.reduce((sum, one) => (one.open ? add(sum, one.open) : sum), "0");
  const stop = orders.some((one) => one.kind === "stop_price") ? " stop" : "";
  const what = isMixed ? "buy and sell" : side;
  return `${what} ${isZero(open) ? "" : quantity(open)}${stop}`.trim();
}

function labelOf(rung: Rung, shown: string, mine: string): string {
  const side = rung.side === "bid" ? "Bid" : "Ask";
  const yours = mine ? `, yours: ${mine}` : "";
  return `${side} ${shown}, size ${quantity(rung.size)}, total ${quantity(rung.total)}${yours}`;
}

function Size({ rung, isShown }: { rung: Rung; isShown: boolean }) {
  if (!isShown) return <td className={CELL} />;
  const isBid = rung.side === "bid";
  return (
    <td className={CELL}>
      <span
        aria-hidden="true"
        className={cx("absolute inset-y-px", isBid ? "right-0 bg-up/20" : "left-0 bg-down/20")}
        style={{ width: `${rung.share * 100}%` }}
      />
      <span className="relative">{isZero(rung.size) ? "—" : quantity(rung.size)}</span>
    </td>
  );
}

/** One price of the book. The whole row is its button. */
export const RungRow = memo(function RungRow({ rung, tick, isReachable, onPick }: RungRowProps) {
  const shown = price(rung.price, tick);
  const mine = mineOf(rung.mine);
  const isBid = rung.side === "bid";
  return (
    <tr className={cx("relative h-(--row-height) text-xs hover:bg-hover", mine && "bg-raised")}>
      <td className="max-w-20 truncate px-2 text-left font-medium text-accent">{mine}</td>
      <Size rung={rung} isShown={isBid} />
      <td className={cx(CELL, "text-center font-medium", isBid ? "text-up" : "text-down")}>
        <button
          type="button"
          data-rung={`${rung.side} ${rung.price}`}
          tabIndex={isReachable ? 0 : -1}
          aria-label={labelOf(rung, shown, mine)}
          className="cursor-pointer after:absolute after:inset-0"
          onClick={() => onPick(rung)}
        >
          {shown}
        </button>
      </td>
      <Size rung={rung} isShown={!isBid} />
      <td className={cx(CELL, "text-faint")}>{quantity(rung.total)}</td>
    </tr>
  );
});
