import { useClock } from "@/live/clock";

/** Market time, and which part of the trading day it is. */
export function MarketClock() {
  const clock = useClock();
  return <span>{clock ? `${new Date(clock.now).toISOString()} ${clock.phase}` : "—"}</span>;
}
