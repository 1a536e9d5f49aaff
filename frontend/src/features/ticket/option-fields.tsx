/** What an order may say besides; only what goes with its type is shown. */
import { useClock } from "@/live/clock";
import { toExchangeTime } from "@/state/exchange-time";
import type { Unit } from "@/state/units";
import { Checkbox, DecimalField, TextField } from "@/ui/field";
import {
  allowsDisplay,
  allowsExtendedHours,
  allowsPostOnly,
  allowsReduceOnly,
  type Form,
} from "./form";
import { change } from "./form-store";
import type { Missing } from "./request";

interface Props {
  form: Form;
  missing: Missing;
  unit: Unit;
}

export function OptionFields({ form, missing, unit }: Props) {
  return (
    <>
      {form.timeInForce === "gtd" && <UntilField form={form} missing={missing} />}
      {allowsReduceOnly(form) || allowsDisplay(form) ? <More {...{ form, missing, unit }} /> : null}
    </>
  );
}

/** What is seldom used is folded away; what is set stays in sight in its heading. */
function More({ form, missing, unit }: Props) {
  const said = [
    form.displayQuantity && allowsDisplay(form) && "iceberg",
    form.postOnly && "post only",
    form.reduceOnly && "reduce only",
    form.extendedHours && "extended hours",
  ].filter(Boolean);
  return (
    <details className="text-xs">
      <summary className="min-h-6 cursor-pointer text-muted">
        More{said.length > 0 && `: ${said.join(", ")}`}
      </summary>
      <div className="flex flex-col gap-2 pt-1">
        {allowsDisplay(form) && (
          <DecimalField
            label="Shown to others (iceberg, optional)"
            value={form.displayQuantity}
            onValueChange={(displayQuantity) => change({ displayQuantity })}
            min="0"
            unit={unit.many}
            error={missing.displayQuantity}
          />
        )}
        <Flags form={form} />
      </div>
    </details>
  );
}

function Flags({ form }: { form: Form }) {
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2">
      {allowsPostOnly(form) && (
        <Checkbox
          label="Post only"
          checked={form.postOnly}
          onCheckedChange={(postOnly) => change({ postOnly })}
        />
      )}
      {allowsReduceOnly(form) && (
        <Checkbox
          label="Reduce only"
          checked={form.reduceOnly}
          onCheckedChange={(reduceOnly) => change({ reduceOnly })}
        />
      )}
      {allowsExtendedHours(form) && (
        <Checkbox
          label="Extended hours"
          checked={form.extendedHours}
          onCheckedChange={(extendedHours) => change({ extendedHours })}
        />
      )}
    </div>
  );
}

function UntilField({ form, missing }: { form: Form; missing: Missing }) {
  const now = useClock()?.now;
  return (
    <TextField
      label="Until (time in New York)"
      type="datetime-local"
      min={now === undefined ? undefined : toExchangeTime(now)}
      value={form.expiresAt}
      onValueChange={(expiresAt) => change({ expiresAt })}
      error={missing.expiresAt}
    />
  );
}
