export { ConnectionPill } from "./connection-pill";
