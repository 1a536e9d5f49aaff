/** Orders that come after this one: where it takes its profit, where it stops a loss. */
import { DecimalField, Segmented, SelectField } from "@/ui/field";
import { type Form, hasStopLoss, hasTakeProfit, orderClasses, type StopLossBy } from "./form";
import { change } from "./form-store";
import type { Missing } from "./request";
import { CLASS_NAMES, CLASS_TERMS, STOP_LOSS_NAMES } from "./words";

interface Props {
  form: Form;
  tick: string;
  missing: Missing;
}

const OTO_EXITS = [
  { value: "stop_loss", label: "Stop loss" },
  { value: "take_profit", label: "Take profit" },
] as const;

export function ExitFields({ form, tick, missing }: Props) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">Exits</legend>
      <SelectField
        label="Exits"
        term={CLASS_TERMS[form.orderClass]}
        value={form.orderClass}
        onValueChange={(orderClass) => change({ orderClass })}
        options={orderClasses(form).map((value) => ({ value, label: CLASS_NAMES[value] }))}
        hint={HINTS[form.orderClass]}
      />
      {form.orderClass === "oto" && (
        <Segmented
          label="Which exit"
          value={form.otoExit}
          onValueChange={(otoExit) => change({ otoExit })}
          options={OTO_EXITS}
        />
      )}
      {hasTakeProfit(form) && (
        <DecimalField
          label="Take profit at"
          value={form.takeProfit}
          onValueChange={(takeProfit) => change({ takeProfit })}
          step={tick}
          min={tick}
          unit="USD"
          error={missing.takeProfit}
        />
      )}
      {hasStopLoss(form) && <StopLossFields form={form} tick={tick} missing={missing} />}
    </fieldset>
  );
}

const HINTS = {
  simple: undefined,
  bracket: "When the entry has filled: a target and a stop, of which one cancels the other.",
  oto: "When the entry has filled: one exit.",
  oco: "Closes what you hold: the limit is the target, and the stop cancels it.",
} as const;

function StopLossFields({ form, tick, missing }: Props) {
  const isPercent = form.stopLossBy === "trail_percent";
  const isPrice = form.stopLossBy === "stop_price";
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-2">
        <DecimalField
          label={isPrice ? "Stop loss at" : "Stop trails by"}
          value={form.stopLoss}
          onValueChange={(stopLoss) => change({ stopLoss })}
          step={isPercent ? "0.1" : tick}
          min="0"
          unit={isPercent ? "%" : "USD"}
          error={missing.stopLoss}
        />
        <SelectField<StopLossBy>
          label="Stop loss"
          value={form.stopLossBy}
          onValueChange={(stopLossBy) => change({ stopLossBy, stopLoss: "" })}
          options={BYS}
        />
      </div>
      {isPrice && (
        <DecimalField
          label="Limit of the stop (optional)"
          value={form.stopLossLimit}
          onValueChange={(stopLossLimit) => change({ stopLossLimit })}
          step={tick}
          min={tick}
          unit="USD"
          error={missing.stopLossLimit}
        />
      )}
    </>
  );
}

const BYS = (["stop_price", "trail_price", "trail_percent"] as const).map((value) => ({
  value,
  label: STOP_LOSS_NAMES[value],
}));
