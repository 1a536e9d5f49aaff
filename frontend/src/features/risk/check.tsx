import { CircleCheck, OctagonX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { asProblem } from "@/api/problem";
import { useSymbols } from "@/state/instruments";
import { useSelection } from "@/state/selection";
import { useUnits } from "@/state/units";
import { Button } from "@/ui/button";
import { isDecimal, sign } from "@/ui/decimal";
import { DecimalField, Segmented, SelectField } from "@/ui/field";
import { Figure, Figures } from "@/ui/figures";
import { money, quantity } from "@/ui/format";
import { Failed } from "@/ui/states";
import { Rules } from "./in-force";
import { type Estimate, useCheck, type Wish } from "./queries";

const SIDES = [
  { value: "buy", label: "Buy" },
  { value: "sell", label: "Sell" },
] as const;

/** Puts an order of any size before the rules, without placing it. */
export function Check() {
  const selected = useSelection((state) => state.symbol);
  const [wish, setWish] = useState<Wish>({ symbol: selected, side: "buy", quantity: "1" });
  const check = useCheck();
  const isReady = isDecimal(wish.quantity) && sign(wish.quantity) > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) check.mutate(wish);
  };
  return (
    <form className="flex flex-col gap-3 p-3" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-3">
        <SymbolChoice value={wish.symbol} onChange={(symbol) => setWish({ ...wish, symbol })} />
        <Segmented
          label="Side"
          value={wish.side}
          onValueChange={(side) => setWish({ ...wish, side })}
          options={SIDES}
          tone="side"
        />
        <DecimalField
          label="Quantity"
          min="0"
          value={wish.quantity}
          onValueChange={(shares) => setWish({ ...wish, quantity: shares })}
        />
        <Button type="submit" variant="primary" busy={check.isPending} disabled={!isReady}>
          Ask, do not order
        </Button>
      </div>
      <p className="text-xs text-faint">
        At the market, without fees. Every rule that it would break is named, limits with what is
        allowed.
      </p>
      {check.isError && <Failed problem={asProblem(check.error)} />}
      {check.data && <Answer estimate={check.data} symbol={check.variables.symbol} />}
    </form>
  );
}

interface SymbolChoiceProps {
  value: string;
  onChange: (symbol: string) => void;
}

function SymbolChoice({ value, onChange }: SymbolChoiceProps) {
  const symbols = useSymbols().data?.map(({ symbol }) => symbol) ?? [];
  return (
    <SelectField
      label="Symbol"
      value={value}
      onValueChange={onChange}
      options={[...new Set([value, ...symbols])].map((one) => ({ value: one, label: one }))}
    />
  );
}

function Answer({ estimate, symbol }: { estimate: Estimate; symbol: string }) {
  const isFine = estimate.would_be_approved;
  const { many } = useUnits()(symbol);
  const counted = (amount: string) => `${quantity(amount)} ${many}`;
  return (
    <div role="status" className="rounded border border-line text-sm">
      <p className="flex items-center gap-2 px-3 pt-3 font-medium">
        {isFine ? (
          <CircleCheck aria-hidden="true" className="size-4 text-up" />
        ) : (
          <OctagonX aria-hidden="true" className="size-4 text-danger" />
        )}
        {isFine ? "It would be approved" : "It would be rejected"}
      </p>
      {!isFine && (
        <div className="px-3">
          <Rules broken={estimate.broken} />
        </div>
      )}
      <Figures>
        <Figure label="May cost">{money(estimate.cost)}</Figure>
        <Figure label="Holds buying power">{money(estimate.holds_buying_power)}</Figure>
        <Figure label="Holds of it">{counted(estimate.holds_shares)}</Figure>
        <Figure label="Buying power then">{money(estimate.buying_power_afterwards)}</Figure>
        <Figure label="Opens">{counted(estimate.opens)}</Figure>
        <Figure label="Sells short">{counted(estimate.sells_short)}</Figure>
      </Figures>
    </div>
  );
}
