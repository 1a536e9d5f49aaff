import { useEffect, useState } from "react";
import { dateTime, money } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { saidOf } from "./progress";
import { askAgain, type Epoch, type Transfer, useEpochs, useTransfers } from "./queries";

interface PastProps {
  accountId: string;
  epoch: number;
}

/** What went in and out, and what was before each reset. */
export function Past({ accountId, epoch }: PastProps) {
  const transfers = useTransfers(accountId);
  const epochs = useEpochs(accountId, true);
  const waiting = transfers.data?.items.filter((one) => one.state === "requested").length ?? 0;
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (waiting > 0) setShown(true); // and it stays, or nobody would read what became of it
    void askAgain();
  }, [waiting]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a reset has ended the one before
  useEffect(() => {
    void epochs.refetch();
  }, [epoch]);
  return (
    <div className="space-y-2">
      <details open={isShown} onToggle={(event) => setShown(event.currentTarget.open)}>
        <summary className="cursor-pointer text-sm text-muted">Deposits and withdrawals</summary>
        <QueryView
          query={transfers}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title="Nothing was paid in or taken out." />}
        >
          {({ items }) => <Transfers transfers={items} />}
        </QueryView>
      </details>
      <details>
        <summary className="cursor-pointer text-sm text-muted">Earlier beginnings</summary>
        <QueryView
          query={epochs}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title="It was never reset." />}
        >
          {({ items }) => <Epochs epochs={items} />}
        </QueryView>
      </details>
    </div>
  );
}

function Transfers({ transfers }: { transfers: readonly Transfer[] }) {
  return (
    <ul className="mt-1 divide-y divide-line text-sm">
      {transfers.map((one) => (
        <li key={one.transfer_id} className="flex flex-wrap gap-x-4 py-1.5">
          <span className="text-faint">{dateTime(one.requested_at)}</span>
          <span className="tabular-nums">
            {one.kind === "deposit" ? "in" : "out"} {money(one.amount)}
          </span>
          <span className={one.state === "refused" ? "text-danger" : "text-muted"}>
            {saidOf(one)}
          </span>
        </li>
      ))}
    </ul>
  );
}

const COLUMNS = [
  ["Ended", (one: Epoch) => dateTime(one.ended_at)],
  ["Paid in", (one: Epoch) => money(one.paid_in)],
  ["Cash", (one: Epoch) => money(one.cash)],
  ["Invested", (one: Epoch) => money(one.invested)],
  ["Realised", (one: Epoch) => money(one.realised, { signed: true })],
  ["Dividends", (one: Epoch) => money(one.dividends)],
  ["Interest", (one: Epoch) => money(one.interest)],
  ["Fees", (one: Epoch) => money(one.fees)],
] as const;

/** A row for each, the latest first. */
function Epochs({ epochs }: { epochs: readonly Epoch[] }) {
  return (
    <div className="mt-1 overflow-x-auto">
      <table className="w-full text-right text-sm tabular-nums">
        <caption className="sr-only">How each epoch that is over ended</caption>
        <thead className="text-xs text-faint">
          <tr>
            <th scope="col">No.</th>
            {COLUMNS.map(([name]) => (
              <th key={name} scope="col" className="px-2 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...epochs].reverse().map((one) => (
            <tr key={one.epoch} className="border-t border-line">
              <th scope="row">{one.epoch}</th>
              {COLUMNS.map(([name, value]) => (
                <td key={name} className="px-2 py-1 whitespace-nowrap">
                  {value(one)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
