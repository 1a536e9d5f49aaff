import { type FormEvent, useId, useState } from "react";
import { useQuote } from "@/live/quotes";
import { useSymbols } from "@/state/instruments";
import { useSelection } from "@/state/selection";
import { Button } from "@/ui/button";
import { DecimalField, Segmented, SelectField, Switch } from "@/ui/field";
import { price } from "@/ui/format";
import { middle } from "./prices";
import { type Alert, useSetAlert } from "./queries";
import { mistake } from "./rules";

const KINDS = [
  { value: "crosses", label: "Crosses" },
  { value: "moves", label: "Moves by" },
] as const;

/** Sets an alert. Nothing is said to be wrong before it was tried. */
export function AlertForm() {
  const form = useForm();
  const hintId = useId();
  return (
    <form className="flex flex-col gap-3 p-3" aria-describedby={hintId} onSubmit={form.submit}>
      <SelectField
        label="Symbol"
        value={form.symbol}
        onValueChange={form.setSymbol}
        options={form.symbols}
        hint={`Now ${price(form.now)}`}
      />
      <Segmented label="When it" value={form.kind} onValueChange={form.setKind} options={KINDS} />
      <DecimalField
        label={form.kind === "crosses" ? "Price" : "Per cent, up or down"}
        value={form.level}
        onValueChange={form.setLevel}
        step={form.kind === "crosses" ? "0.01" : "0.1"}
        min="0"
        unit={form.kind === "crosses" ? "USD" : "%"}
        error={form.error}
      />
      <Switch label="Again and again" checked={form.repeats} onCheckedChange={form.setRepeats} />
      <p id={hintId} className="text-xs text-faint">
        {form.repeats
          ? "It stays, and is quiet for a minute each time it went off."
          : "It goes off once, and is then kept as done."}
      </p>
      <Button type="submit" variant="primary" disabled={form.isBusy}>
        Set alert
      </Button>
    </form>
  );
}

function useForm() {
  const selected = useSelection((state) => state.symbol);
  const [symbol, setSymbol] = useState(selected);
  const [kind, setKind] = useState<Alert["kind"]>("crosses");
  const [level, setLevel] = useState("");
  const [repeats, setRepeats] = useState(false);
  const [isTried, setTried] = useState(false);
  const known = useSymbols().data?.map((one) => one.symbol) ?? [];
  const symbols = [...new Set([symbol, ...known])].sort().map((value) => ({ value, label: value }));
  const now = middle(useQuote(symbol));
  const wrong = mistake(kind, level, now);
  const set = useSetAlert();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong || set.isPending) return;
    const wish = { alert_id: crypto.randomUUID(), symbol, kind, level, repeats };
    set.mutate(wish, {
      onSuccess: () => {
        setLevel("");
        setTried(false);
      },
    });
  };
  const error = isTried ? wrong : undefined;
  const fields = { symbol, setSymbol, kind, setKind, level, setLevel, repeats, setRepeats };
  return { ...fields, symbols, now, error, submit, isBusy: set.isPending };
}
