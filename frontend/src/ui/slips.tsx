/** What looks like a slip of the finger, to be said yes to before anything is sent. */
import { Checkbox } from "./choice";

interface SlipsProps {
  slips: readonly string[];
  isSure: boolean;
  setSure: (isSure: boolean) => void;
}

export function Slips({ slips, isSure, setSure }: SlipsProps) {
  if (slips.length === 0) return null;
  return (
    <div role="alert" className="space-y-2 rounded border border-danger p-2">
      <p className="font-medium">Is that what you mean?</p>
      <ul className="list-disc pl-5">
        {slips.map((slip) => (
          <li key={slip}>{slip}</li>
        ))}
      </ul>
      <Checkbox label="Yes, I mean that" checked={isSure} onCheckedChange={setSure} />
    </div>
  );
}
