/** Whether each symbol trades. */
import { Board } from "./board";
import type { InstrumentStatusShown } from "./frames";
import { statusOf } from "./topics";
import { useBoard } from "./use-board";

export const statuses = new Board<InstrumentStatusShown>();

export function useInstrumentStatus(symbol: string | undefined): InstrumentStatusShown | undefined {
  return useBoard(statuses, symbol, statusOf);
}
