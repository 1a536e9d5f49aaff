/** Positions with what the market pays now. What was booked is the server's. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/portfolio";
import { useClock } from "@/live/clock";
import { tape } from "@/live/tape";
import { tradesOf } from "@/live/topics";
import { useBoards } from "@/live/use-board";
import { useAccountId } from "@/state/accounts";
import { fromExchangeTime } from "@/state/exchange-time";
import { abs, add, divide, isZero, multiply, subtract } from "@/ui/decimal";
import { dayChangeOf } from "./day-change";
import type { Fill } from "./sources";

type Position = components["schemas"]["PositionResponse"];

export interface Row {
  readonly symbol: string;
  readonly quantity: string;
  readonly average: string | null;
  /** The last trade of the market, as soon as there is a newer one than the server told of. */
  readonly last: string | null;
  readonly value: string | null;
  readonly unrealised: string | null;
  /** Of the cost: "0.01" is one per cent. */
  readonly fraction: string | null;
  readonly realisedToday: string | null;
  /** What the price has made of the shares that are there: see `dayChangeOf`. */
  readonly dayChange: string | null;
}

const PLACES = 6;
const NEW_YORK_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" });
const PAGE = 200;

/** Of one symbol. */
export interface Today {
  readonly realised: string;
  /** The oldest first. */
  readonly fills: readonly Fill[];
}

const NO_FILLS: Today = { realised: "0", fills: [] };

/** The same figures as the server's, of a newer price. */
export function rowOf(
  position: Position,
  last: string | undefined,
  reference: string | undefined,
  today: Today | undefined,
): Row {
  const { symbol, quantity, average_price: average, cost } = position;
  const mark = last ?? position.mark_price;
  const value = mark && multiply(quantity, mark);
  const unrealised = value && subtract(value, cost);
  const isFree = isZero(cost);
  return {
    symbol,
    quantity,
    average,
    last: mark,
    value,
    unrealised,
    fraction: unrealised && !isFree ? divide(unrealised, abs(cost), PLACES) : null,
    realisedToday: today?.realised ?? null,
    dayChange: mark && today ? dayChangeOf(quantity, mark, reference, today.fills) : null,
  };
}

/** `null` where no row knows it. */
export function total(rows: readonly Row[], value: (row: Row) => string | null): string | null {
  const known = rows.map(value).filter((one) => one !== null);
  return known.length > 0 ? known.reduce(add, "0") : null;
}

export function usePortfolio() {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "portfolio"],
    queryFn: () => call(api.portfolio.GET("/api/portfolio")),
    enabled: accountId !== "",
  });
}

export function usePositionRows(positions: readonly Position[]): readonly Row[] {
  const held = useMemo(() => positions.filter(({ quantity }) => !isZero(quantity)), [positions]);
  const symbols = useMemo(() => held.map(({ symbol }) => symbol), [held]);
  const prints = useBoards(tape, symbols, tradesOf);
  const references = useReferences(symbols);
  const today = useToday();
  return useMemo(
    () =>
      held.map((position) => {
        const { symbol } = position;
        const last = prints.get(symbol)?.[0]?.price;
        const done = today && (today.get(symbol) ?? NO_FILLS);
        return rowOf(position, last, references.get(symbol), done);
      }),
    [held, prints, references, today],
  );
}

/** What the day's change is counted from, by symbol. */
function useReferences(symbols: readonly string[]): ReadonlyMap<string, string> {
  const asked = symbols.join(",");
  const { data } = useQuery({
    queryKey: ["snapshot", "positions", asked],
    queryFn: () =>
      call(api.market.GET("/api/market/snapshot", { params: { query: { symbols: asked } } })),
    enabled: asked !== "",
    refetchInterval: 60_000,
  });
  return useMemo(
    () =>
      new Map((data ?? []).flatMap(({ symbol, move }) => (move ? [[symbol, move.reference]] : []))),
    [data],
  );
}

/** By symbol, what was done today; `undefined` until that is known. */
function useToday(): ReadonlyMap<string, Today> | undefined {
  const accountId = useAccountId();
  const now = useClock()?.now;
  const day = now === undefined ? "" : NEW_YORK_DAY.format(now);
  const { data } = useQuery({
    queryKey: [accountId, "fills", { today: day }],
    queryFn: () => fillsSince(fromExchangeTime(`${day}T00:00`) ?? ""),
    enabled: day !== "" && accountId !== "",
  });
  return useMemo(() => data && bySymbol(data), [data]);
}

/** `fills` as the server lists them, the newest first. Those of before a reset are over. */
export function bySymbol(fills: readonly Fill[]): ReadonlyMap<string, Today> {
  const epoch = Math.max(...fills.map((fill) => fill.epoch));
  const all = new Map<string, Today>();
  for (const fill of fills.filter((one) => one.epoch === epoch)) {
    const { realised, fills: later } = all.get(fill.symbol) ?? NO_FILLS;
    all.set(fill.symbol, {
      realised: add(realised, fill.realised),
      fills: [fill, ...later],
    });
  }
  return all;
}

async function fillsSince(since: string): Promise<Fill[]> {
  const fills: Fill[] = [];
  let cursor: string | null = null;
  do {
    const query = { since, limit: PAGE, ...(cursor && { cursor }) };
    const page: { items: Fill[]; next_cursor: string | null } = await call(
      api.portfolio.GET("/api/portfolio/trades", { params: { query } }),
    );
    fills.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return fills;
}
