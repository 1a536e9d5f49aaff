/** The ticket by keys. Which keys these are the user can change. */
import type { RefObject } from "react";
import { useShortcut } from "@/state/shortcuts";
import { isDecimal } from "@/ui/decimal";
import { stepped } from "@/ui/decimal-field";
import { type Form, hasLimit, hasStop } from "./form";
import { change } from "./form-store";

interface Keys {
  readonly form: Form;
  readonly tick: string;
  readonly press: () => void;
  /** Orders are sent by keys only from in here, never from what lies beside or over it. */
  readonly within: RefObject<Element | null>;
}

export function useTicketKeys({ form, tick, press, within }: Keys): void {
  const hasPrice = hasLimit(form.type) || hasStop(form.type);
  const move = (steps: number) => change(moved(form, tick, steps));
  useShortcut("buy", () => change({ side: "buy" }));
  useShortcut("sell", () => change({ side: "sell" }));
  useShortcut("market", () => change({ type: "market" }));
  useShortcut("limit", () => change({ type: "limit" }));
  useShortcut("priceUp", () => move(1), hasPrice);
  useShortcut("priceDown", () => move(-1), hasPrice);
  useShortcut("priceUpTen", () => move(10), hasPrice);
  useShortcut("priceDownTen", () => move(-10), hasPrice);
  // A key that is held down presses once.
  const submit = (event: KeyboardEvent) => {
    if (!event.repeat) press();
  };
  useShortcut("submit", submit, true, within);
}

/** The price that the type is about; a price that is not there yet does not begin at one tick. */
export function moved(form: Form, tick: string, steps: number): Partial<Form> {
  const field = hasLimit(form.type) ? "limitPrice" : "stopPrice";
  const price = form[field];
  return isDecimal(price) ? { [field]: stepped(price, tick, steps, tick) } : {};
}
