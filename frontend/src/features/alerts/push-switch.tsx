import { asProblem } from "@/api/problem";
import { Switch } from "@/ui/field";
import { type Push, useChangePush, usePush } from "./push";

const HINTS: Readonly<Record<Push, string>> = {
  unsupported:
    "This browser cannot be notified here. It takes HTTPS or localhost, and on an iPhone or iPad the terminal on the home screen.",
  blocked: "The browser blocks notifications of this page: allow them in its settings first.",
  off: "Off by default. Price alerts, orders that are filled or rejected, and margin calls then reach this device with no terminal open.",
  on: "Price alerts, orders that are filled or rejected, and margin calls reach this device, as long as you stay signed in on it.",
};

/** Whether this device is notified while no terminal is open. */
export function PushSwitch() {
  const push = usePush();
  const change = useChangePush();
  const state = push.data;
  const failed = change.error ?? (state ? null : push.error);
  return (
    <div className="border-b border-line p-3">
      <Switch
        label="Notify this device"
        checked={change.isPending ? change.variables : state === "on"}
        disabled={change.isPending || (state !== "on" && state !== "off")}
        onCheckedChange={(isOn) => change.mutate(isOn)}
        hint={state && HINTS[state]}
        error={failed ? asProblem(failed).detail : undefined}
      />
    </div>
  );
}
