export { ConnectionPill } from "./connection-pill";
export { StaleBar } from "./stale-bar";
