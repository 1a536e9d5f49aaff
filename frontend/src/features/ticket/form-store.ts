/** The form that is being filled in. It outlives the panel: on a phone that comes and goes. */
import { useEffect } from "react";
import { create } from "zustand";
import { useDraft } from "@/state/draft";
import type { PlaceOrder } from "@/state/order-intent";
import { useSelection } from "@/state/selection";
import { changed, emptyForm, type Form, type Kind, prefilled, STOCK } from "./form";

interface State {
  readonly form: Form;
  readonly kind: Kind;
}

export const useForm = create<State>(() => ({
  form: emptyForm(useSelection.getState().symbol),
  kind: STOCK,
}));

export function change(part: Partial<Form>): void {
  useForm.setState(({ form, kind }) => ({ form: changed(form, part, kind) }));
}

export function setKind(kind: Kind): void {
  useForm.setState(({ form }) => ({ kind, form: changed(form, {}, kind) }));
}

/** Prices of one symbol mean nothing for another. */
export function setSymbol(symbol: string): void {
  const { form } = useForm.getState();
  if (form.symbol === symbol) return;
  const empty = emptyForm(symbol);
  const { limitPrice, stopPrice, takeProfit, stopLoss, stopLossLimit, trail } = empty;
  change({ symbol, limitPrice, stopPrice, takeProfit, stopLoss, stopLossLimit, trail });
}

/** What somebody drafted; the symbol first, since it takes the old prices away. */
export function prefill(draft: Partial<PlaceOrder>): void {
  if (draft.symbol) setSymbol(draft.symbol);
  useForm.setState(({ form, kind }) => ({ form: prefilled(form, draft, kind) }));
}

/** All but the symbol and the side as at first. */
export function reset(): void {
  const { symbol, side } = useForm.getState().form;
  change({ ...emptyForm(symbol), side });
}

/** Follows what is selected, and takes over what others draft. It never sends. */
export function useFormSync(kind: Kind): void {
  const symbol = useSelection((state) => state.symbol);
  const { number, prefill: draft, taken } = useDraft();
  useEffect(() => setSymbol(symbol), [symbol]);
  useEffect(() => setKind(kind), [kind]);
  useEffect(() => {
    if (!draft || number === 0) return;
    prefill(draft);
    taken();
  }, [draft, number, taken]);
}
