/** Where the rows of each tab come from. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/portfolio";
import { changeOf } from "@/live/patch";
import { onPrivate } from "@/live/private";
import { useAccountId } from "@/state/accounts";
import type { Order } from "@/state/order-intent";
import { type Filter, fillsQuery, ledgerQuery, ordersQuery } from "./filter";
import type { Page } from "./kept";
import { type Paged, type Source, usePaged } from "./use-paged";

export type Fill = components["schemas"]["TradeResponse"];
export type Booking = components["schemas"]["BookingResponse"];

const ORDERS_PAGE = 500;
const PORTFOLIO_PAGE = 200;
const MOST_OPEN = 5000;

const more = (cursor: string | undefined) => (cursor ? { cursor } : {});
const orderId = (order: Order): string => order.order_id;
const fillId = (fill: Fill): string => fill.fill_id;
const bookingId = (booking: Booking): string => booking.booking_id;

export function ordersPage(query: ReturnType<typeof ordersQuery>) {
  return (cursor: string | undefined, limit: number): Promise<Page<Order>> =>
    call(
      api.orders.GET("/api/orders", {
        params: { query: { status: "all", ...query, ...more(cursor), limit } },
      }),
    );
}

/** All orders, newest first. An old one that changes is changed here; the head is read again. */
export function useOrders(filter: Filter): Paged<Order> {
  const accountId = useAccountId();
  const query = JSON.stringify(ordersQuery(filter));
  const source = useMemo<Source<Order>>(() => {
    const wanted = JSON.parse(query) as ReturnType<typeof ordersQuery>;
    const queryKey = [accountId, "orders", { status: "all", ...wanted, paged: true }];
    return { queryKey, page: ordersPage(wanted), idOf: orderId, pageSize: ORDERS_PAGE };
  }, [accountId, query]);
  const paged = usePaged(source);
  const { patch } = paged;
  useEffect(
    () =>
      onPrivate((frame) => {
        const change = changeOf(frame);
        if (!change || !("order_id" in frame.data)) return;
        const { order_id: id } = frame.data;
        patch((order) => (order.order_id === id ? ({ ...order, ...change } as Order) : order));
      }),
    [patch],
  );
  return paged;
}

/** Those that live, all of them: there are few. */
export function useOpen() {
  const accountId = useAccountId();
  return useQuery({
    queryKey: [accountId, "orders", { status: "open", paged: true }],
    queryFn: allOpen,
    enabled: accountId !== "",
  });
}

async function allOpen(): Promise<Order[]> {
  const orders: Order[] = [];
  let cursor: string | null = null;
  do {
    const query = { status: "open" as const, limit: ORDERS_PAGE, ...(cursor && { cursor }) };
    const page: Page<Order> = await call(api.orders.GET("/api/orders", { params: { query } }));
    orders.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && orders.length < MOST_OPEN);
  return orders;
}

export function useFills(filter: Filter): Paged<Fill> {
  const accountId = useAccountId();
  const query = JSON.stringify(fillsQuery(filter));
  const source = useMemo<Source<Fill>>(() => {
    const wanted = JSON.parse(query) as ReturnType<typeof fillsQuery>;
    const page = (cursor: string | undefined, limit: number): Promise<Page<Fill>> =>
      call(
        api.portfolio.GET("/api/portfolio/trades", {
          params: { query: { ...wanted, ...more(cursor), limit } },
        }),
      );
    const queryKey = [accountId, "fills", { ...wanted, paged: true }];
    return { queryKey, page, idOf: fillId, pageSize: PORTFOLIO_PAGE };
  }, [accountId, query]);
  return usePaged(source);
}

export function useLedger(filter: Filter): Paged<Booking> {
  const accountId = useAccountId();
  const query = JSON.stringify(ledgerQuery(filter));
  const source = useMemo<Source<Booking>>(() => {
    const wanted = JSON.parse(query) as ReturnType<typeof ledgerQuery>;
    const page = (cursor: string | undefined, limit: number): Promise<Page<Booking>> =>
      call(
        api.portfolio.GET("/api/portfolio/ledger", {
          params: { query: { ...wanted, ...more(cursor), limit } },
        }),
      );
    const queryKey = [accountId, "ledger", { ...wanted, paged: true }];
    return { queryKey, page, idOf: bookingId, pageSize: PORTFOLIO_PAGE };
  }, [accountId, query]);
  return usePaged(source);
}
