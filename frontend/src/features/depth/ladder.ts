/** The book as a ladder: levels grouped, added up from the spread outwards, with our orders. */
import type { Depth } from "@/live/frames";
import type { StandingOrder } from "@/state/open-orders";
import { add, compare, subtract } from "@/ui/decimal";
import { onGrid } from "@/ui/step";

export type BookSide = "bid" | "ask";

export interface Rung {
  readonly side: BookSide;
  readonly price: string;
  /** Shares at it; "0" where only an order of ours that the book does not show has its price. */
  readonly size: string;
  /** Shares from the spread up to here. */
  readonly total: string;
  /** That, as a part of the larger side's. Only for the width of its bar. */
  readonly share: number;
  readonly mine: readonly StandingOrder[];
}

export interface Ladder {
  /** The dearest first, so that the best stands next to the spread. */
  readonly asks: readonly Rung[];
  readonly bids: readonly Rung[];
  readonly spread: string | undefined;
}

interface Level {
  readonly price: string;
  size: string;
  readonly mine: StandingOrder[];
}

type Levels = Map<string, Level>;

/** What levels may be grouped by, in ticks. */
export const GROUPS = [1, 2, 5, 10, 20, 50, 100] as const;

export function ladderOf(depth: Depth, orders: readonly StandingOrder[], step: string): Ladder {
  const bid = depth.bids[0]?.price;
  const ask = depth.asks[0]?.price;
  const sides: Record<BookSide, Levels> = {
    bid: grouped(depth.bids, "bid", step),
    ask: grouped(depth.asks, "ask", step),
  };
  for (const order of orders) {
    const side = sideOf(order, bid, ask);
    levelAt(sides[side], side, order.price, step).mine.push(order);
  }
  const bids = summed([...sides.bid.values()].sort((a, b) => compare(b.price, a.price)));
  const asks = summed([...sides.ask.values()].sort((a, b) => compare(a.price, b.price)));
  const most = Math.max(deepest(bids), deepest(asks));
  const spread = bid && ask ? subtract(ask, bid) : undefined;
  return { bids: rungs(bids, "bid", most), asks: rungs(asks, "ask", most).reverse(), spread };
}

function grouped(levels: Depth["bids"], side: BookSide, step: string): Levels {
  const all: Levels = new Map();
  for (const { price, size } of levels) {
    const level = levelAt(all, side, price, step);
    level.size = add(level.size, size);
  }
  return all;
}

/** Bids are grouped downwards and offers upwards: nobody is shown a better price than there is. */
function levelAt(all: Levels, side: BookSide, price: string, step: string): Level {
  const shown = onGrid(price, step, side === "bid" ? "down" : "up");
  const known = all.get(shown);
  if (known) return known;
  const level: Level = { price: shown, size: "0", mine: [] };
  all.set(shown, level);
  return level;
}

/** By its price; within the spread by what it wants. */
function sideOf({ order, price }: StandingOrder, bid?: string, ask?: string): BookSide {
  if (ask && compare(price, ask) >= 0) return "ask";
  if (bid && compare(price, bid) <= 0) return "bid";
  return order.side === "buy" ? "bid" : "ask";
}

type Summed = Level & { readonly total: string };

function summed(levels: readonly Level[]): Summed[] {
  let total = "0";
  return levels.map((level) => {
    total = add(total, level.size);
    return { ...level, total };
  });
}

const deepest = (levels: readonly Summed[]): number => Number(levels.at(-1)?.total ?? 0);

const rungs = (levels: readonly Summed[], side: BookSide, most: number): Rung[] =>
  levels.map((level) => ({ ...level, side, share: most > 0 ? Number(level.total) / most : 0 }));
