import { setPreference } from "@/state/preferences";
import { SelectField } from "@/ui/field";
import { IDLE_MINUTES, useIdleMinutes } from "./idle";

function said(minutes: number): string {
  if (minutes === 0) return "Stay signed in";
  const words = minutes < 60 ? `${minutes} minutes` : `${minutes / 60} hours`;
  return `Sign out after ${words.replace(/^1 hours$/, "1 hour")} without a touch`;
}

export function IdleSetting() {
  const minutes = useIdleMinutes();
  return (
    <SelectField
      label="A terminal that nobody touches"
      value={String(minutes)}
      onValueChange={(value) => setPreference("idleMinutes", Number(value))}
      options={IDLE_MINUTES.map((one) => ({ value: String(one), label: said(one) }))}
      hint="You are asked two minutes before. Orders go on without you in any case."
    />
  );
}
