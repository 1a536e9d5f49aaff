import { useClock } from "@/live/clock";

/** Says that the market is not live, and how it runs. */
export function ClockBar() {
  const clock = useClock();
  if (!clock || (clock.state === "live" && clock.speed === 1)) return null;
  return <p>{clock.state}</p>;
}
