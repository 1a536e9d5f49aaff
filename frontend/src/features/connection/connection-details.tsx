import type { Connection } from "@/live/connection";
import { retryNow } from "@/live/start";
import { type Stream, type StreamName, streams } from "@/live/streams";
import { Button } from "@/ui/button";
import { age } from "@/ui/format";
import { useSecond } from "./use-second";
import { nextTry } from "./words";

const NAMES: Readonly<Record<StreamName, string>> = {
  quotes: "Quotes",
  depth: "Order books",
  trades: "Trades",
  bars: "Bars",
  status: "Trading status",
  clock: "Market clock",
  account: "Account",
};

/** What exactly is how late. */
export function ConnectionDetails({ connection }: { connection: Connection }) {
  const now = useSecond();
  const { reason, nextTryAt, lastEventAt } = connection;
  return (
    <div className="flex flex-col gap-2 text-sm">
      {reason && <p className="text-warn">{reason}.</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular-nums">
        <Fact name="Gateway" value={globalThis.location.host} />
        <Fact name="Round trip" value={age(connection.roundTripMs)} />
        <Fact name="Age of prices" value={age(connection.dataAgeMs)} />
        <Fact name="Last message" value={lastEventAt ? ago(now - lastEventAt) : "—"} />
        {nextTryAt !== undefined && <Fact name="Next try" value={nextTry(connection, now)} />}
      </dl>
      {nextTryAt !== undefined && (
        <Button size="sm" onClick={retryNow}>
          Try now
        </Button>
      )}
      <Streams now={now} />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="text-right">{value}</dd>
    </>
  );
}

function Streams({ now }: { now: number }) {
  const heard = streams();
  const names = (Object.keys(NAMES) as StreamName[]).filter((name) => heard.has(name));
  return (
    <table className="w-full text-xs tabular-nums">
      <caption className="mb-1 text-left text-faint">Streams of this page</caption>
      <thead className="text-faint">
        <tr>
          <th className="text-left font-medium">Stream</th>
          <th className="text-right font-medium">Messages</th>
          <th className="text-right font-medium">Last</th>
          <th className="text-right font-medium" title="How old the last one was when it came">
            Lag
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <StreamRow key={name} name={NAMES[name]} stream={heard.get(name)} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function StreamRow(props: { name: string; stream: Stream | undefined; now: number }) {
  const { name, stream, now } = props;
  if (!stream) return null;
  return (
    <tr>
      <th className="text-left font-normal">{name}</th>
      <td className="text-right">{stream.frames.toLocaleString()}</td>
      <td className="text-right">{ago(now - stream.lastAt)}</td>
      <td className="text-right">{age(stream.lagMs)}</td>
    </tr>
  );
}

const ago = (ms: number): string => (ms < 1000 ? "now" : `${age(ms)} ago`);
