/** What can be listened to, as one string: `quotes:IBM`, `bars:5Min:IBM`, `clock`. */
import type { BarInterval, PublicFrame } from "./frames";

export type Topic = string;

export const CLOCK: Topic = "clock";
export const quotesOf = (symbol: string): Topic => `quotes:${symbol}`;
export const depthOf = (symbol: string): Topic => `depth:${symbol}`;
export const tradesOf = (symbol: string): Topic => `trades:${symbol}`;
export const statusOf = (symbol: string): Topic => `status:${symbol}`;
export const barsOf = (symbol: string, interval: BarInterval): Topic =>
  interval === "1Min" ? `bars:${symbol}` : `bars:${interval}:${symbol}`;

/** The topic that a frame is about. */
export function topicOf(frame: PublicFrame): Topic {
  switch (frame.type) {
    case "QUOTE":
      return quotesOf(frame.data.symbol);
    case "DEPTH":
      return depthOf(frame.data.symbol);
    case "TRADE":
      return tradesOf(frame.data.symbol);
    case "INSTRUMENT_STATUS":
      return statusOf(frame.data.symbol);
    case "BAR":
      return barsOf(frame.data.symbol, frame.data.interval);
    case "MARKET_CLOCK":
      return CLOCK;
  }
}

const SYMBOLS_MAX = 500; // the server's
const EVERY = "*";

/** Symbols by channel, as the server is asked. No symbols: the channel has none. */
export type Plan = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What to ask the server for. It lets a client name 500 symbols; who wants more gets all quotes,
 * as only lists of quotes are ever that long.
 */
export function plan(topics: Iterable<Topic>): Plan {
  const channels = new Map<string, Set<string>>();
  for (const topic of topics) {
    const [channel, symbol] = parted(topic);
    const symbols = channels.get(channel) ?? new Set();
    if (symbol) symbols.add(symbol);
    channels.set(channel, symbols);
  }
  const all = new Set([...channels.values()].flatMap((symbols) => [...symbols]));
  if (all.size >= SYMBOLS_MAX && channels.has("quotes")) channels.set("quotes", new Set([EVERY]));
  return channels;
}

/** What `some` has and `others` has not; only channels of which something is left. */
export function without(some: Plan, others: Plan): Plan {
  const left = new Map<string, ReadonlySet<string>>();
  for (const [channel, symbols] of some) {
    const known = others.get(channel);
    const rest = new Set([...symbols].filter((symbol) => !known?.has(symbol)));
    if (!known || rest.size > 0) left.set(channel, rest);
  }
  return left;
}

/** A symbol may contain a colon, an interval never does. */
function parted(topic: Topic): [channel: string, symbol: string] {
  const known = /^(bars:[0-9]+(?:Min|Hour|Day|Week|Month|Year)|[a-z]+)(?::(.*))?$/.exec(topic);
  return [known?.[1] ?? topic, known?.[2] ?? ""];
}
