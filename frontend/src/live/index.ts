/** The live data of the terminal, in one place for who imports it. */
export { onBars, useBar } from "./bars";
export { type Clock, marketNow, useClock } from "./clock";
export { type Connection, connection, type LineState, useConnection } from "./connection";
export { useDepth } from "./depth";
export { type LiveEvent, useEvents } from "./events";
export type * from "./frames";
export { onPrivate } from "./private";
export { useIsStale, useQuote, useQuotes } from "./quotes";
export { useInstrumentStatus } from "./status";
export { useTape } from "./tape";
