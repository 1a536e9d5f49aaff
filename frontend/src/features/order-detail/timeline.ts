/** The life of an order, step by step: what happened, why, and how long it took. */
import type { components } from "@/api/generated/orders";
import { age, price, quantity } from "@/ui/format";

export type OrderEvent = components["schemas"]["OrderEventResponse"];

export interface Step {
  readonly key: number;
  readonly title: string;
  readonly status: string;
  readonly reason: string;
  readonly at: string;
  readonly marketTime: string | null;
  /** Since the step before, by the clock on the wall; "" of the first. */
  readonly took: string;
  readonly figures: readonly (readonly [string, string])[];
}

const TITLES: Readonly<Record<string, string>> = {
  placed: "Placed",
  accept: "Accepted",
  hold: "Held for its entry",
  release: "Its entry has filled",
  open: "Working",
  pause: "Paused with the market",
  resume: "Working again",
  wait: "Cannot trade yet",
  trigger: "Stop price reached",
  fill: "Partially filled",
  complete: "Filled",
  shrink: "Made smaller",
  adjust: "Adjusted for a split",
  ask_cancel: "Cancel requested",
  ask_replace: "Replacement requested",
  keep: "Not replaced",
  cancel: "Canceled",
  replace: "Replaced",
  expire: "Expired",
  reject: "Rejected",
};

export function stepsOf(events: readonly OrderEvent[]): Step[] {
  const inOrder = [...events].sort((a, b) => a.number - b.number);
  return inOrder.map((event, index) => ({
    key: event.number,
    title: titleOf(event),
    status: event.status.replaceAll("_", " "),
    reason: event.reason,
    at: event.at,
    marketTime: event.market_time,
    took: tookSince(inOrder[index - 1], event),
    figures: Object.entries(event.figures).map(([name, value]) => [
      name.replaceAll("_", " "),
      shown(name, value),
    ]),
  }));
}

/** From the first step to the last, by the clock on the wall. */
export function tookInAll(events: readonly OrderEvent[]): string {
  const times = events.map(({ at }) => Date.parse(at));
  return times.length > 1 ? age(Math.max(...times) - Math.min(...times)) : "";
}

function titleOf({ happening }: OrderEvent): string {
  const words = happening.replaceAll("_", " ");
  return TITLES[happening] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Clocks of two services may be a little apart: never less than nothing. */
function tookSince(before: OrderEvent | undefined, event: OrderEvent): string {
  if (!before) return "";
  return `+${age(Math.max(0, Date.parse(event.at) - Date.parse(before.at)))}`;
}

function shown(name: string, value: string): string {
  if (/price|bid|ask|mid/.test(name)) return price(value) === "—" ? value : price(value);
  return /quantity|shares/.test(name) && quantity(value) !== "—" ? quantity(value) : value;
}
