import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { StandingOrder } from "@/state/open-orders";
import { cx } from "@/ui/class-names";
import { add, compare, multiply } from "@/ui/decimal";
import { price, quantity } from "@/ui/format";
import { measured } from "@/ui/step";

export interface OrderLineProps {
  standing: StandingOrder;
  tick: string;
  /** Where a price is, in pixels from the top. */
  yOf: (price: string) => number | undefined;
  priceAt: (y: number) => number | undefined;
  /** Somebody wants the order at another price; nothing is sent yet. */
  onAmend: (standing: StandingOrder, price: string) => void;
}

const AMENDABLE = ["accepted", "held", "new", "partially_filled"];
const FAR = 10;

export const isAmendable = ({ order }: StandingOrder): boolean =>
  AMENDABLE.includes(order.status) && order.type !== "trailing_stop";

export function titleOf({ order, kind, open }: StandingOrder): string {
  const what = kind === "stop_price" ? "stop" : "limit";
  return `${order.side} ${open ? quantity(open) : ""} ${what}`.replace("  ", " ");
}

/** A price that is being chosen: by pointer or by keys; Enter asks, Escape gives up. */
function useAmending(props: OrderLineProps) {
  const { standing, tick, onAmend } = props;
  const [wanted, setWanted] = useState<string>();
  const shown = wanted ?? standing.price;
  const want = (next: string | undefined) => {
    if (next && compare(next, "0") > 0) setWanted(next);
  };
  const ask = () => {
    if (wanted && compare(wanted, standing.price) !== 0) onAmend(standing, wanted);
    setWanted(undefined);
  };
  const drag = useDrag(props, shown, want, ask);
  const onKeyDown = (event: KeyboardEvent) => {
    const far = event.shiftKey ? FAR : 1;
    const step = { ArrowUp: far, ArrowDown: -far }[event.key];
    if (step) want(add(shown, multiply(tick, String(step))));
    else if (event.key === "Enter") ask();
    else if (event.key === "Escape" && wanted) setWanted(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = () => setWanted(undefined);
  return { shown, wanted, handlers: { ...drag, onKeyDown, onBlur } };
}

function useDrag(
  { tick, yOf, priceAt }: OrderLineProps,
  shown: string,
  want: (price: string | undefined) => void,
  onEnd: () => void,
) {
  /** How far from the line it was gripped. */
  const grip = useRef<number | undefined>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const y = yOf(shown);
    if (event.button !== 0 || y === undefined) return;
    grip.current = event.clientY - y;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (grip.current === undefined) return;
    const at = priceAt(event.clientY - grip.current);
    want(at === undefined ? undefined : measured(at, tick));
  };
  const onPointerUp = () => {
    if (grip.current !== undefined) onEnd();
    grip.current = undefined;
  };
  const onPointerCancel = () => {
    grip.current = undefined;
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}

const PILL =
  "pointer-events-auto absolute left-2 -translate-y-1/2 touch-none rounded border bg-surface " +
  "flex min-h-6 items-center px-1.5 text-xs font-medium tabular-nums select-none";

/** An open order at its price. Taking it elsewhere is asked about before it is sent. */
export function OrderLine(props: OrderLineProps) {
  const { standing, tick, yOf } = props;
  const { shown, wanted, handlers } = useAmending(props);
  const y = yOf(shown);
  if (y === undefined || y < 0) return null;
  const tone = standing.order.side === "buy" ? "border-up text-up" : "border-down text-down";
  const label = titleOf(standing);
  const isMovable = isAmendable(standing);
  const hint = wanted ? ", Enter to amend, Escape to leave it" : "";
  return (
    <div
      className={cx("pointer-events-none absolute inset-x-0", wanted ? "z-20" : "z-10")}
      style={{ transform: `translateY(${y}px)` }}
    >
      <div className={cx("absolute inset-x-0 border-t border-dashed", tone)} />
      <div
        role="slider"
        tabIndex={0}
        aria-label={`Order: ${label}`}
        aria-disabled={!isMovable}
        aria-orientation="vertical"
        aria-valuenow={Number(shown)}
        aria-valuetext={`${price(shown, tick)}${hint}`}
        title={isMovable ? "Drag it, or arrow keys and Enter, to amend" : "It cannot be amended"}
        className={cx(PILL, tone, isMovable ? "cursor-ns-resize" : "cursor-not-allowed")}
        {...(isMovable && handlers)}
      >
        {`${label} ${price(shown, tick)}`}
      </div>
    </div>
  );
}
