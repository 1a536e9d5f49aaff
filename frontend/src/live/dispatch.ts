/** Puts each frame where it belongs. */
import { showBar } from "./bars";
import type { Board } from "./board";
import { heardClock, setClock } from "./clock";
import { depths } from "./depth";
import {
  isPublic,
  type MarketClock,
  type PrivateFrame,
  type PublicFrame,
  type Trade,
} from "./frames";
import { quotes } from "./quotes";
import { isBefore, rewind } from "./rewind";
import { statuses } from "./status";
import { print } from "./tape";

/** Show what the market says, the newest by its number, and return what is about the account. */
export function dispatch(frames: readonly (PublicFrame | PrivateFrame)[]): PrivateFrame[] {
  const prints = new Map<string, Trade[]>();
  const ours: PrivateFrame[] = [];
  for (const frame of frames) {
    if (!isPublic(frame)) ours.push(frame);
    else if (frame.type === "TRADE")
      prints.set(frame.data.symbol, [...(prints.get(frame.data.symbol) ?? []), frame.data]);
    else if (frame.type === "MARKET_CLOCK") heed(frame.data, prints);
    else show(frame);
  }
  for (const [symbol, trades] of prints) print(symbol, trades);
  return ours;
}

/** Prints of before time went back are of a time that has not come yet. */
function heed(clock: MarketClock, prints: Map<string, Trade[]>): void {
  if (isBefore(clock, heardClock.getState().clock)) {
    prints.clear();
    rewind();
  }
  setClock(clock);
}

function show(frame: Exclude<PublicFrame, { type: "TRADE" | "MARKET_CLOCK" }>): void {
  switch (frame.type) {
    case "QUOTE":
      putNewest(quotes, frame.data);
      return;
    case "DEPTH":
      putNewest(depths, frame.data);
      return;
    case "INSTRUMENT_STATUS":
      statuses.put(frame.data.symbol, frame.data);
      return;
    case "BAR":
      showBar(frame.data);
      return;
  }
}

/** The same number again may say that the source has fallen silent: that makes it no younger. */
function putNewest<T extends { symbol: string; sequence: number }>(board: Board<T>, one: T): void {
  const known = board.get(one.symbol);
  if (known && known.sequence > one.sequence) return;
  const isSame = known?.sequence === one.sequence;
  board.put(one.symbol, one, isSame ? board.at(one.symbol) : undefined);
}
