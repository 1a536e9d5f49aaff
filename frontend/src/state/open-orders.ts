/** The open orders of one symbol, with the prices at which they stand, for what shows them there. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/orders";
import { subtract } from "@/ui/decimal";
import { useAccountId } from "./accounts";

export type Order = components["schemas"]["OrderResponse"];

/** Which of an order's prices it is; an amendment says it by this name. */
export type PriceKind = "limit_price" | "stop_price";

export interface StandingOrder {
  readonly order: Order;
  readonly kind: PriceKind;
  readonly price: string;
  /** Shares that wait. */
  readonly open: string;
}

const PAGE = 200;
const NONE: readonly Order[] = [];

export function useOpenOrders(symbol: string): readonly Order[] {
  const accountId = useAccountId();
  const query = { status: "open", symbol, limit: PAGE } as const;
  const { data } = useQuery({
    queryKey: [accountId, "orders", query],
    queryFn: () => call(api.orders.GET("/api/orders", { params: { query } })),
    enabled: accountId !== "" && symbol !== "",
  });
  return data?.items ?? NONE;
}

export function useStandingOrders(symbol: string): readonly StandingOrder[] {
  const orders = useOpenOrders(symbol);
  return useMemo(() => orders.flatMap(standing), [orders]);
}

/** Where an order stands: a stop-limit twice, what is to be done at the market nowhere. */
export function standing(order: Order): StandingOrder[] {
  const open = order.quantity ? subtract(order.quantity, order.filled_quantity) : "";
  const prices: [PriceKind, string | null][] = [
    ["limit_price", order.limit_price],
    ["stop_price", order.stop_price],
  ];
  return prices.flatMap(([kind, price]) => (price ? [{ order, kind, price, open }] : []));
}
