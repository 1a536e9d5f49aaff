import { Figure, Figures } from "@/ui/figures";
import { age, dateTime } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { AdminPage } from "./admin-only";
import { ClockControl } from "./clock-control";
import { type Feed, useFeed } from "./feed";
import { Providers } from "./providers";

/** Where prices come from, and what market time does. */
export function FeedPage() {
  return (
    <AdminPage
      title="Feed and clock"
      about="Where prices come from, and what market time does. Everybody trades by this clock."
    >
      <Shown />
    </AdminPage>
  );
}

function Shown() {
  const query = useFeed();
  return (
    <>
      <Panel title="Clock">
        <QueryView query={query}>{({ clock }) => <ClockControl clock={clock} />}</QueryView>
      </Panel>
      <Panel title="Feed">
        <QueryView query={query}>{(feed) => <Status of={feed} />}</QueryView>
      </Panel>
      <Panel title="Providers">
        <Providers />
      </Panel>
    </>
  );
}

const share = (progress: number | null): string =>
  progress === null ? "no end" : `${(progress * 100).toFixed(1)} %`;

function Status({ of: { feed, started_at, begins, symbols } }: { of: Feed }) {
  const quiet = feed.last_tick_age_seconds;
  return (
    <>
      <Figures>
        <Figure label="Feed" note={feed.source === feed.name ? undefined : feed.source}>
          {feed.name}
        </Figure>
        <Figure label="State">{feed.state}</Figure>
        <Figure label="Last tick">{age(quiet === null ? null : quiet * 1000)}</Figure>
        <Figure label="Read so far">{share(feed.progress)}</Figure>
        <Figure label="Lines" note={`${feed.lines_broken} left out`}>
          {feed.lines_read}
        </Figure>
        {feed.seed !== null && (
          <Figure label="Seed" note="MARKET_DATA_SEED: the same again, for anybody">
            {feed.seed}
          </Figure>
        )}
        <Figure label="Runs since">{dateTime(started_at)}</Figure>
        <Figure label="First market time">{dateTime(begins)}</Figure>
      </Figures>
      {feed.problem && (
        <p role="alert" className="px-3 pb-3 text-sm text-danger">
          {feed.problem.detail} <code>{feed.problem.code}</code>
        </p>
      )}
      {feed.broken.length > 0 && <BrokenLines of={feed.broken} />}
      <p className="px-3 pb-3 text-xs text-muted">
        {symbols.length} symbols: {symbols.join(", ")}
      </p>
    </>
  );
}

function BrokenLines({ of }: { of: Feed["feed"]["broken"] }) {
  return (
    <ul className="px-3 pb-3 text-xs">
      {of.map(({ file, line, reason }) => (
        <li key={`${file}:${line}`}>
          <code>
            {file}:{line}
          </code>{" "}
          {reason}
        </li>
      ))}
    </ul>
  );
}
