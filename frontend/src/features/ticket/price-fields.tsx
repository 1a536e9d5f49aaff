/** The prices that the order's type needs, on the grid of its ticks. */

import { middle } from "@/state/guards";
import { DecimalField, Segmented } from "@/ui/field";
import { price } from "@/ui/format";
import { onGrid } from "@/ui/step";
import type { Quoted } from "./facts";
import { type Form, hasLimit, hasStop } from "./form";
import { change } from "./form-store";
import type { Missing } from "./request";

interface Props {
  form: Form;
  tick: string;
  quoted: Quoted;
  missing: Missing;
}

const TRAILS = [
  { value: "percent", label: "By %" },
  { value: "price", label: "By $" },
] as const;

export function PriceFields({ form, tick, quoted, missing }: Props) {
  const common = { step: tick, min: tick, unit: "USD" };
  return (
    <>
      {hasStop(form.type) && (
        <DecimalField
          label="Stop price"
          value={form.stopPrice}
          onValueChange={(stopPrice) => change({ stopPrice })}
          error={missing.stopPrice}
          {...common}
        />
      )}
      {hasLimit(form.type) && (
        <DecimalField
          label="Limit price"
          value={form.limitPrice}
          onValueChange={(limitPrice) => change({ limitPrice })}
          error={missing.limitPrice}
          hint={<FromQuote quoted={quoted} tick={tick} />}
          {...common}
        />
      )}
      {form.type === "trailing_stop" && <TrailField form={form} tick={tick} missing={missing} />}
    </>
  );
}

function TrailField({ form, tick, missing }: Pick<Props, "form" | "tick" | "missing">) {
  const isPercent = form.trailBy === "percent";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
      <DecimalField
        label="Trails by"
        value={form.trail}
        onValueChange={(trail) => change({ trail })}
        step={isPercent ? "0.1" : tick}
        min="0"
        unit={isPercent ? "%" : "USD"}
        error={missing.trail}
      />
      <Segmented
        label="Trails in"
        isLabelHidden
        value={form.trailBy}
        onValueChange={(trailBy) => change({ trailBy, trail: "" })}
        options={TRAILS}
      />
    </div>
  );
}

/** The prices of the market, to take over with a press. */
function FromQuote({ quoted: { bid, ask }, tick }: { quoted: Quoted; tick: string }) {
  const between = bid && ask ? middle(bid, ask) : undefined;
  const prices: [string, string | undefined][] = [
    ["Bid", bid],
    ["Mid", between && onGrid(between, tick)],
    ["Ask", ask],
  ];
  return (
    <span className="flex flex-wrap gap-1">
      {prices.map(([name, value]) => (
        <button
          key={name}
          type="button"
          disabled={!value}
          className="min-h-6 cursor-pointer rounded border border-line px-1.5 hover:text-ink disabled:opacity-50"
          onClick={() => value && change({ limitPrice: value })}
        >
          {name} <span className="tabular-nums">{price(value, tick)}</span>
        </button>
      ))}
    </span>
  );
}
