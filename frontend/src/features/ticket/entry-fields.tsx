/** What to trade, how, how much, and for how long. */
import { DecimalField, Segmented, SelectField } from "@/ui/field";
import { money, quantity } from "@/ui/format";
import { type Form, type Kind, sizesBy, TYPES, timesInForce } from "./form";
import { change } from "./form-store";
import type { Missing, Request } from "./request";
import { type Holdings, isOfPosition } from "./size";
import { FORCE_NAMES, sizeName, TYPE_NAMES, TYPE_TERMS } from "./words";

const SIDES = [
  { value: "buy", label: "Buy" },
  { value: "sell", label: "Sell" },
] as const;

function SideField({ form }: { form: Form }) {
  return (
    <Segmented
      label="Side"
      isLabelHidden
      tone="side"
      value={form.side}
      onValueChange={(side) => change({ side })}
      options={SIDES}
    />
  );
}

function TypeFields({ form, kind }: { form: Form; kind: Kind }) {
  const forces = timesInForce(form, kind).map((value) => ({ value, label: FORCE_NAMES[value] }));
  return (
    <div className="grid grid-cols-2 gap-2">
      <SelectField
        label="Order type"
        term={TYPE_TERMS[form.type]}
        value={form.type}
        onValueChange={(type) => change({ type })}
        options={TYPES.map((value) => ({ value, label: TYPE_NAMES[value] }))}
      />
      <SelectField
        label="Time in force"
        term="timeInForce"
        value={form.timeInForce}
        onValueChange={(timeInForce) => change({ timeInForce })}
        options={forces}
      />
    </div>
  );
}

interface SizeProps {
  form: Form;
  kind: Kind;
  holdings: Holdings;
  request: Request;
  missing: Missing;
}

const STEPS = { quantity: "1", notional: "100", percent: "5" } as const;
const PARTS = ["25", "50", "100"] as const;

function SizeFields({ form, kind, holdings, request, missing }: SizeProps) {
  const isPosition = isOfPosition(form, holdings);
  const unit = { quantity: kind.unit.many, notional: "USD", percent: "%" }[form.sizeBy];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-2 gap-y-1">
      <DecimalField
        label={labelOf(form, isPosition)}
        value={form.size}
        onValueChange={(size) => change({ size })}
        step={STEPS[form.sizeBy]}
        min="0"
        unit={unit}
        error={missing.size}
      />
      <SelectField
        label="Size in"
        value={form.sizeBy}
        onValueChange={(sizeBy) => change({ sizeBy, size: "" })}
        options={sizesBy(form).map((value) => ({ value, label: sizeName(value, kind.unit) }))}
      />
      <div className="col-span-2 flex items-center gap-1 text-xs text-faint">
        {PARTS.map((part) => (
          <button
            key={part}
            type="button"
            className="min-h-6 cursor-pointer rounded border border-line px-1.5 hover:text-ink"
            onClick={() => change({ sizeBy: "percent", size: part })}
          >
            {part}&nbsp;%
          </button>
        ))}
        <span className="ml-auto tabular-nums">{comesTo(form, request, kind)}</span>
      </div>
    </div>
  );
}

function labelOf({ sizeBy }: Form, isPosition: boolean): string {
  if (sizeBy === "quantity") return "Quantity";
  if (sizeBy === "notional") return "Amount";
  return isPosition ? "Percent of the position" : "Percent of buying power";
}

/** What per cent come to. */
function comesTo({ sizeBy }: Form, { body }: Request, { unit }: Kind): string {
  if (sizeBy !== "percent" || !body) return "";
  if (body.notional) return `= ${money(body.notional)}`;
  return `= ${quantity(body.quantity)} ${unit.many}`;
}

export function EntryFields({ form, kind, ...size }: SizeProps) {
  return (
    <>
      <SideField form={form} />
      <TypeFields form={form} kind={kind} />
      <SizeFields {...{ form, kind }} {...size} />
    </>
  );
}
