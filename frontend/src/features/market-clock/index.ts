export { ClockBar } from "./clock-bar";
export { MarketClock } from "./market-clock";
