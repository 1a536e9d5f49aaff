/** What is asked before an order is sent: by type, and where it looks like a slip. */
import { Settings2 } from "lucide-react";
import { useState } from "react";
import { GUARDS, type Guards } from "@/state/guards";
import { setPreference, usePreference } from "@/state/preferences";
import { IconButton } from "@/ui/button";
import { isDecimal } from "@/ui/decimal";
import { Dialog } from "@/ui/dialog";
import { DecimalField, Switch } from "@/ui/field";
import { TYPES } from "./form";
import { TYPE_NAMES } from "./words";

export function TicketSettings() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        label="What is asked before sending"
        size="sm"
        icon={<Settings2 className="size-3.5" />}
        onClick={() => setOpen(true)}
      />
      <Dialog open={isOpen} onOpenChange={setOpen} title="Before an order is sent">
        <div className="space-y-4 text-sm">
          <Confirmations />
          <Thresholds />
        </div>
      </Dialog>
    </>
  );
}

function Confirmations() {
  const unconfirmed = usePreference("unconfirmed");
  const change = (type: string, isAsked: boolean) => {
    const others = unconfirmed.filter((one) => one !== type);
    setPreference("unconfirmed", isAsked ? others : [...others, type]);
  };
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-xs font-medium text-muted">Ask once more for orders</legend>
      {TYPES.map((type) => (
        <Switch
          key={type}
          label={TYPE_NAMES[type]}
          checked={!unconfirmed.includes(type)}
          onCheckedChange={(isAsked) => change(type, isAsked)}
        />
      ))}
    </fieldset>
  );
}

function Thresholds() {
  const guards = usePreference("orderGuards") ?? GUARDS;
  // A number that is not clear would switch its guard off: what was before stays meanwhile.
  const change = (part: Partial<Guards>) => {
    const isClear = Object.values(part).every((value) => value === "" || isDecimal(value));
    if (isClear) setPreference("orderGuards", { ...guards, ...part });
  };
  return (
    <div className="space-y-3">
      <DecimalField
        label="Ask if a price is off the market by"
        unit="%"
        value={guards.pricePercent}
        onValueChange={(pricePercent) => change({ pricePercent })}
        min="0"
        hint="Empty or 0: never."
      />
      <DecimalField
        label="Ask if the quantity is more than"
        unit="× usual"
        value={guards.timesUsual}
        onValueChange={(timesUsual) => change({ timesUsual })}
        min="0"
        hint="Usual is the middle one of your last orders in the symbol. Empty or 0: never."
      />
    </div>
  );
}
