/** What a trader should know before the button is pressed: the market's state, and the line's. */
import type { Clock } from "@/live/clock";
import type { LineState } from "@/live/connection";
import { age, dateTime } from "@/ui/format";
import type { Form } from "./form";

export interface Note {
  readonly tone: "warning" | "info";
  readonly text: string;
}

export interface Situation {
  readonly status: string | undefined;
  readonly clock: Clock | undefined;
  readonly line: LineState;
  readonly isQuoteStale: boolean;
  readonly quoteAgeMs?: number | undefined;
  readonly hasQuote: boolean;
  /** Whether the symbol has sessions that begin and end. */
  readonly hasSessions: boolean;
}

export function notesOf(form: Form, situation: Situation): Note[] {
  const notes = [ofLine(situation), ofStatus(form, situation), ofClock(form, situation)];
  return notes.filter((note) => note !== undefined);
}

/** In a few words, for the button itself; `undefined` if nothing is wrong with what is shown. */
export function doubtOf({ line, isQuoteStale, hasQuote }: Situation): string | undefined {
  if (line === "offline") return "offline";
  if (line !== "live") return "not connected";
  if (!hasQuote) return "no quote";
  return isQuoteStale ? "old quote" : undefined;
}

function ofLine(situation: Situation): Note | undefined {
  switch (doubtOf(situation)) {
    case "offline":
      return warning("You are offline. An order cannot be sent.");
    case "not connected":
      return warning(`The live connection is down: ${sinceThen(situation)}`);
    case "no quote":
      return warning("Nobody quotes this symbol now: it is not known what a trade would cost.");
    case "old quote":
      return warning(`The quote is old: ${sinceThen(situation)}`);
    default:
      return undefined;
  }
}

const sinceThen = ({ quoteAgeMs: old }: Situation): string =>
  `prices may have moved since${old === undefined ? "" : ` (the quote is ${age(old)} old)`}.`;

function ofStatus(form: Form, { status }: Situation): Note | undefined {
  if (status === "halted")
    return warning(`${form.symbol} is halted: orders wait, or are refused, until it trades again.`);
  if (status === "opening_auction" || status === "closing_auction")
    return info(`An auction is under way: orders trade at its price.`);
  return undefined;
}

function ofClock(form: Form, { clock, hasSessions, status }: Situation): Note | undefined {
  if (clock?.state === "paused") return info("The market's clock is paused: nothing trades.");
  if (clock?.state === "ended") return warning("The replay has ended: nothing trades any more.");
  const isClosed = status === "closed" || (hasSessions && clock?.phase === "closed");
  const isRegular = clock?.sessionOpen || clock?.phase === "regular" || form.extendedHours;
  if (!isClosed && (!hasSessions || !clock || isRegular)) return undefined;
  const opens = clock?.nextOpen ? ` until ${dateTime(new Date(clock.nextOpen).toISOString())}` : "";
  if (form.timeInForce === "ioc" || form.timeInForce === "fok")
    return warning(`The market is closed: an ${form.timeInForce} order ends without a trade.`);
  return warning(`The regular session is closed: the order waits${opens}.`);
}

const warning = (text: string): Note => ({ tone: "warning", text });
const info = (text: string): Note => ({ tone: "info", text });
