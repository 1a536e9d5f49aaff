import { asProblem } from "@/api/problem";
import { waitOf } from "@/state/patience";
import { Failed } from "@/ui/states";

interface RefusalProps {
  error: unknown;
  /** Seconds until it makes sense to try again. */
  wait: number;
}

/** Why the server did not let somebody in; nothing where each field says it for itself. */
export function Refusal({ error, wait }: RefusalProps) {
  if (!error) return null;
  const problem = asProblem(error);
  if (problem.errors.length > 0) return null;
  return (
    <div className="space-y-1">
      <Failed problem={problem} />
      {wait > 0 && (
        <p className="text-sm text-muted" aria-live="off">
          You can try again in {waitOf(wait)}.
        </p>
      )}
    </div>
  );
}
