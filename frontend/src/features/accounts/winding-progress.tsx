import { useEffect } from "react";
import { asProblem } from "@/api/problem";
import { Failed } from "@/ui/states";
import { isUnderWay, stepOf } from "./progress";
import { forgetWhatWas, useWinding, type Winding } from "./queries";

/** How far a reset or a closing that was asked for here is. */
export function WindingProgress({ asked }: { asked: Winding | undefined }) {
  const { data, error, refetch } = useWinding(asked);
  const state = data?.state;
  useEffect(() => {
    if (asked && state && !isUnderWay({ state })) void forgetWhatWas(asked.account_id);
  }, [asked, state]);
  if (!asked) return null;
  const winding = data ?? asked;
  return (
    <div className="rounded-lg border border-line p-3 text-sm">
      <p role="status">{stepOf(winding)}</p>
      {isUnderWay(winding) && <progress className="mt-2 w-full" aria-label="Under way" />}
      {error && <Failed problem={asProblem(error)} onRetry={() => void refetch()} />}
    </div>
  );
}
