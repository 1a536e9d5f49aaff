/** The newest book of each symbol. */
import { Board } from "./board";
import type { Depth } from "./frames";
import { depthOf } from "./topics";
import { useBoard } from "./use-board";

export const depths = new Board<Depth>();

export function useDepth(symbol: string | undefined): Depth | undefined {
  return useBoard(depths, symbol, depthOf);
}
