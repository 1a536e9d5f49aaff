/** The frames of the stream, sorted: about the account, about the market, about the line itself. */
import type {
  Authenticated,
  BarFrame,
  DepthFrame,
  Frame,
  Heartbeat,
  InstrumentStatusFrame,
  MarketClockFrame,
  Pong,
  QuoteFrame,
  Resync,
  ServerShutdown,
  Subscribed,
  Error as Told,
  TradeFrame,
  Unsubscribed,
} from "@/api/generated/frames";

export type {
  Bar,
  BarInterval,
  BookLevel,
  ClockState,
  Depth,
  Frame,
  InstrumentStatusShown,
  MarketClock,
  Quote,
  SessionPhase,
  Trade,
} from "@/api/generated/frames";

export type PublicFrame =
  | BarFrame
  | DepthFrame
  | InstrumentStatusFrame
  | MarketClockFrame
  | QuoteFrame
  | TradeFrame;

export type ControlFrame =
  | Authenticated
  | Heartbeat
  | Pong
  | Resync
  | ServerShutdown
  | Subscribed
  | Told
  | Unsubscribed;

/** An event of the account; `data.account_id` says of which. */
export type PrivateFrame = Exclude<Frame, PublicFrame | ControlFrame>;

/** A place in the private messages of an account. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

const PUBLIC = new Set<string>([
  "BAR",
  "DEPTH",
  "INSTRUMENT_STATUS",
  "MARKET_CLOCK",
  "QUOTE",
  "TRADE",
] satisfies PublicFrame["type"][]);

export const isPublic = (frame: Frame): frame is PublicFrame => PUBLIC.has(frame.type);

/** Types of events are in capitals, what the line says of itself is not. */
export const isPrivate = (frame: Frame): frame is PrivateFrame =>
  !PUBLIC.has(frame.type) && frame.type === frame.type.toUpperCase();

/** The frame in a message; `undefined` if it is none, for nothing comes of it. */
export function read(text: unknown): Frame | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const frame: unknown = JSON.parse(text);
    const isFrame = typeof frame === "object" && frame !== null && "type" in frame;
    return isFrame && typeof frame.type === "string" ? (frame as Frame) : undefined;
  } catch {
    return undefined;
  }
}
