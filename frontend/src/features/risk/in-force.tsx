import { CircleCheck, OctagonX } from "lucide-react";
import { useMemo } from "react";
import { useEvents } from "@/live/events";
import { ruleName } from "@/state/rejections";
import { useSelection } from "@/state/selection";
import { dateTime } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { haltsIn } from "./news";
import { type Broken, useSmallest } from "./queries";

/** Whether anything can be bought at all, and what was said about halts. */
export function InForce() {
  const symbol = useSelection((state) => state.symbol);
  const query = useSmallest(symbol);
  return (
    <Panel title="In force now">
      <QueryView query={query}>
        {({ broken }) => <Verdict symbol={symbol} broken={broken} />}
      </QueryView>
      <Halts />
    </Panel>
  );
}

function Verdict({ symbol, broken }: { symbol: string; broken: readonly Broken[] }) {
  if (broken.length === 0)
    return (
      <p className="flex items-center gap-2 p-3 text-sm">
        <CircleCheck aria-hidden="true" className="size-4 shrink-0 text-up" />
        Nothing keeps this account from trading {symbol}: one share could be bought now.
      </p>
    );
  return (
    <div className="flex gap-2 p-3 text-sm">
      <OctagonX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <div>
        <p>Not even one share of {symbol} could be bought now:</p>
        <Rules broken={broken} />
      </div>
    </div>
  );
}

/** Rules that an order would break, in plain words. */
export function Rules({ broken }: { broken: readonly Broken[] }) {
  return (
    <ul className="mt-1 list-disc pl-5">
      {broken.map(({ reason, rule }) => (
        <li key={`${reason} ${rule}`}>
          <strong>{ruleName(reason)}</strong>: {rule} <code className="text-xs">{reason}</code>
        </li>
      ))}
    </ul>
  );
}

function Halts() {
  const events = useEvents();
  const halts = useMemo(() => haltsIn(events.map(({ frame }) => frame)), [events]);
  return (
    <ul className="px-3 pb-3 text-sm">
      {halts.map(({ symbol, reason, since }) => (
        <li key={symbol ?? ""} className="text-danger">
          {symbol ? `${symbol} is halted` : "The account is halted"} since {dateTime(since)}:{" "}
          {reason}
        </li>
      ))}
    </ul>
  );
}
