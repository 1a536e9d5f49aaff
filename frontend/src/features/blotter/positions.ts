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
  /** What the change of the price since the close before has made of the shares that are there. */
  readonly dayChange: string | null;
}

const PLACES = 6;
const NEW_YORK_DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" });
const PAGE = 200;

/** The same figures as the server's, of a newer price. */
export function rowOf(
  position: Position,
  last: string | undefined,
  reference: string | undefined,
  realisedToday: string | undefined,
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
    realisedToday: realisedToday ?? null,
    dayChange: mark && reference ? multiply(quantity, subtract(mark, reference)) : null,
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
  const today = useRealisedToday();
  return useMemo(
    () =>
      held.map((position) => {
        const { symbol } = position;
        const last = prints.get(symbol)?.[0]?.price;
        const realised = today && (today.get(symbol) ?? "0");
        return rowOf(position, last, references.get(symbol), realised);
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

/** By symbol, what today's fills have realised; `undefined` until that is known. */
function useRealisedToday(): ReadonlyMap<string, string> | undefined {
  const accountId = useAccountId();
  const now = useClock()?.now;
  const day = now === undefined ? "" : NEW_YORK_DAY.format(now);
  const { data } = useQuery({
    queryKey: [accountId, "fills", { today: day }],
    queryFn: () => realisedSince(fromExchangeTime(`${day}T00:00`) ?? ""),
    enabled: day !== "" && accountId !== "",
  });
  return data;
}

async function realisedSince(since: string): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const query = { since, limit: PAGE, ...(cursor && { cursor }) };
    const page: { items: Fill[]; next_cursor: string | null } = await call(
      api.portfolio.GET("/api/portfolio/trades", { params: { query } }),
    );
    for (const { symbol, realised } of page.items)
      sums.set(symbol, add(sums.get(symbol) ?? "0", realised));
    cursor = page.next_cursor;
  } while (cursor);
  return sums;
}
