import { Activity, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/ui/button";
import { DecimalField, SelectField } from "@/ui/field";
import { Popover } from "@/ui/popover";
import { Term } from "@/ui/term";
import {
  changeChart,
  type Indicator,
  isPeriod,
  KINDS,
  type Kind,
  LONGEST_PERIOD,
  MOST_INDICATORS,
  nameOf,
  USUAL_PERIODS,
} from "./settings";

const NAMES: Readonly<Record<Kind, string>> = {
  sma: "Moving average (SMA)",
  ema: "Exponential average (EMA)",
  vwap: "Average price of the day (VWAP)",
  rsi: "Relative strength (RSI)",
};

/** Which indicators are drawn, and over how many bars. */
export function IndicatorMenu({ indicators }: { indicators: readonly Indicator[] }) {
  const remove = (gone: Indicator) =>
    changeChart({ indicators: indicators.filter((one) => nameOf(one) !== nameOf(gone)) });
  return (
    <Popover
      title="Indicators"
      className="w-72"
      trigger={
        <Button size="sm" variant="quiet" aria-label="Indicators">
          <Activity aria-hidden="true" className="size-3.5" /> {indicators.length || ""}
        </Button>
      }
    >
      <ul className="mb-2 space-y-1">
        {indicators.map((one) => (
          <li key={nameOf(one)} className="flex items-center justify-between text-sm">
            <Term name={one.kind}>{nameOf(one)}</Term>
            <IconButton
              size="sm"
              label={`Remove ${nameOf(one)}`}
              icon={<X className="size-3.5" />}
              onClick={() => remove(one)}
            />
          </li>
        ))}
      </ul>
      <AddIndicator indicators={indicators} />
    </Popover>
  );
}

function AddIndicator({ indicators }: { indicators: readonly Indicator[] }) {
  const [kind, setKind] = useState<Kind>("sma");
  const [typed, setTyped] = useState(String(USUAL_PERIODS.sma));
  const period = kind === "vwap" ? 1 : Number(typed);
  const isThere = indicators.some((one) => nameOf(one) === nameOf({ kind, period }));
  const isFull = indicators.length >= MOST_INDICATORS;
  const choose = (next: Kind) => {
    setKind(next);
    setTyped(String(USUAL_PERIODS[next]));
  };
  return (
    <div className="space-y-2">
      <SelectField
        label="Indicator"
        value={kind}
        onValueChange={choose}
        options={KINDS.map((value) => ({ value, label: NAMES[value] }))}
      />
      {kind !== "vwap" && (
        <DecimalField
          label="Bars"
          value={typed}
          onValueChange={setTyped}
          min="1"
          error={isPeriod(period) ? "" : `A whole number from 1 to ${LONGEST_PERIOD}.`}
        />
      )}
      <Button
        size="sm"
        variant="primary"
        disabled={isThere || isFull || !isPeriod(period)}
        onClick={() => changeChart({ indicators: [...indicators, { kind, period }] })}
      >
        {isThere ? "It is drawn already" : isFull ? "No more than six" : "Add"}
      </Button>
    </div>
  );
}
