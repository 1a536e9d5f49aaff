import { setPreference, usePreferences } from "@/state/preferences";
import { Button } from "@/ui/button";
import { Checkbox, Segmented } from "@/ui/field";
import { show } from "../overlays";
import { Section } from "./section";

/** As orders call them. */
const TYPES = [
  ["market", "Market orders"],
  ["limit", "Limit orders"],
  ["stop", "Stop orders"],
  ["stop_limit", "Stop-limit orders"],
  ["trailing_stop", "Trailing stops"],
] as const;

const ZONES = [
  { value: "exchange", label: "Of the exchange" },
  { value: "local", label: "Of this device" },
] as const;

export function TradeSettings() {
  const { unconfirmed, timeZone } = usePreferences();
  const toggle = (type: string, isAsked: boolean) => {
    const others = unconfirmed.filter((one) => one !== type);
    setPreference("unconfirmed", isAsked ? others : [...others, type]);
  };
  return (
    <Section title="Trading">
      <fieldset className="space-y-2">
        <legend className="mb-1 text-xs font-medium text-muted">Ask again before sending</legend>
        {TYPES.map(([type, label]) => (
          <Checkbox
            key={type}
            label={label}
            checked={!unconfirmed.includes(type)}
            onCheckedChange={(isAsked) => toggle(type, isAsked)}
          />
        ))}
      </fieldset>
      <Segmented
        label="Times"
        value={timeZone}
        options={ZONES}
        onValueChange={(value) => setPreference("timeZone", value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setPreference("layout", {})}>Reset the layout</Button>
        <Button onClick={() => setPreference("tables", {})}>Reset the tables</Button>
        <Button onClick={() => show("tour")}>Take the tour</Button>
      </div>
    </Section>
  );
}
