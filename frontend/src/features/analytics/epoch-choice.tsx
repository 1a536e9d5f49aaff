import { useAccount } from "@/state/accounts";
import { SelectField } from "@/ui/field";
import type { Epoch } from "./queries";

interface EpochChoiceProps {
  value: Epoch;
  onValueChange: (epoch: Epoch) => void;
}

/** Which life of the account; nothing to choose if it was never reset. */
export function EpochChoice({ value, onValueChange }: EpochChoiceProps) {
  const last = useAccount()?.epoch ?? 1;
  if (last < 2) return null;
  const numbers = Array.from({ length: last }, (_, at) => last - at);
  return (
    <SelectField
      label="Epoch"
      value={String(value ?? last)}
      onValueChange={(chosen) =>
        onValueChange(Number(chosen) === last ? undefined : Number(chosen))
      }
      options={numbers.map((number) => ({
        value: String(number),
        label: number === last ? `${number}, the present one` : String(number),
      }))}
    />
  );
}
