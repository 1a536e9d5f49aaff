/** How much an order is for, where the form says so in shares, in dollars or in per cent. */
import { abs, compare, divide, isDecimal, multiply, sign, subtract } from "@/ui/decimal";
import { allowsFractions, allowsMoney, type Form, type Kind } from "./form";

/** What the server said there is; `undefined` is not known. */
export interface Holdings {
  readonly buyingPower: string | undefined;
  /** Shares of the symbol, negative when owed. */
  readonly position: string;
  /** What a share would cost now, where the form names no price. */
  readonly price: string | undefined;
  /** What the server says an order of about this size takes; until it is asked, a guess will do. */
  readonly room?: Room | undefined;
}

/** What there is for an order, and what it takes of that: in dollars. */
export interface Room {
  readonly buyingPower: string;
  /** The most that its fees come to. */
  readonly fee: string;
  /** What is held for a share, at the worst price at which the order may trade. */
  readonly perShare: string;
}

export type Size =
  | { readonly quantity: string }
  | { readonly notional: string }
  | { readonly missing: string };

const SHARE_PLACES = 6;

export function sized(form: Form, holdings: Holdings, kind: Kind): Size {
  const problem = problemOf(form, kind);
  if (problem) return { missing: problem };
  if (form.sizeBy === "quantity") return { quantity: form.size };
  if (form.sizeBy === "notional") return { notional: form.size };
  if (isOfPosition(form, holdings)) return partOfPosition(form, holdings, kind);
  return partOfBuyingPower(form, holdings, kind);
}

/** Whether per cent are of the shares that are there: the order goes the other way. */
export function isOfPosition({ side }: Pick<Form, "side">, { position }: Holdings): boolean {
  return side === "sell" ? sign(position) > 0 : sign(position) < 0;
}

function problemOf({ size, sizeBy }: Form, { unit }: Kind): string | undefined {
  if (size === "") return sizeBy === "quantity" ? `Say how many ${unit.many}.` : "Say how much.";
  if (!isDecimal(size)) return "This is not a number.";
  if (sign(size) <= 0) return "It has to be more than zero.";
  if (sizeBy === "percent" && compare(size, "100") > 0) return "There are 100 % at most.";
  return undefined;
}

function partOfPosition(form: Form, { position }: Holdings, kind: Kind): Size {
  const shares = multiply(abs(position), multiply(form.size, "0.01"));
  return asShares(shares, form, kind);
}

function partOfBuyingPower(form: Form, holdings: Holdings, kind: Kind): Size {
  if (holdings.buyingPower === undefined) return { missing: "Your buying power is not known yet." };
  const { room } = holdings;
  const all = room?.buyingPower ?? holdings.buyingPower;
  const part = multiply(all, multiply(form.size, "0.01"));
  const dollars = floor(room ? subtract(part, room.fee) : part, 2);
  if (sign(dollars) <= 0) return { missing: "There is no buying power left." };
  if (isMoney(form)) return { notional: dollars };
  const price = room?.perShare ?? priceOf(form) ?? holdings.price;
  if (!price || sign(price) <= 0) return { missing: "There is no price to reckon with." };
  let shares = divide(dollars, price, SHARE_PLACES);
  if (compare(multiply(shares, price), dollars) > 0) shares = subtract(shares, "0.000001");
  return asShares(shares, form, kind);
}

const isMoney = (form: Form): boolean => form.side === "buy" && allowsMoney(form);

function priceOf({ type, limitPrice, stopPrice }: Form): string | undefined {
  const named = type === "stop" ? stopPrice : type === "market" ? "" : limitPrice;
  return type !== "trailing_stop" && isDecimal(named) ? named : undefined;
}

function asShares(shares: string, form: Form, kind: Kind): Size {
  const inParts = allowsFractions(form, kind);
  const quantity = trimmed(floor(shares, inParts ? SHARE_PLACES : 0));
  if (sign(quantity) > 0) return { quantity };
  return { missing: `That is less than ${inParts ? "a millionth" : `one ${kind.unit.one}`}.` };
}

/** Digits beyond `places` are dropped: rounding up would ask for more than there is. */
export function floor(value: string, places: number): string {
  const [whole = "0", fraction = ""] = value.split(".");
  return places > 0 && fraction ? `${whole}.${fraction.slice(0, places)}` : whole;
}

const trimmed = (value: string): string =>
  value.includes(".") ? value.replace(/0+$/, "").replace(/\.$/, "") : value;
