/**
 * What another panel wants in the order ticket: the chart, the ladder or the blotter prefill it
 * and never send. Each request has a number so that the same wish twice is seen twice.
 */
import { create } from "zustand";
import type { components } from "@/api/generated/orders";
import { select } from "./selection";

type Order = components["schemas"]["PlaceOrderRequest"];

/** Part of an order; decimals as strings. */
export type Prefill = Partial<Order>;

interface Draft {
  readonly number: number;
  readonly prefill: Prefill | undefined;
  /** Ask the ticket to take this over, and show the ticket. */
  readonly request: (prefill: Prefill) => void;
  /** By the ticket: it has what was asked. */
  readonly taken: () => void;
}

export const useDraft = create<Draft>((set, get) => ({
  number: 0,
  prefill: undefined,
  request: (prefill) => {
    if (prefill.symbol) select(prefill.symbol);
    set({ prefill, number: get().number + 1 });
  },
  taken: () => set({ prefill: undefined }),
}));
