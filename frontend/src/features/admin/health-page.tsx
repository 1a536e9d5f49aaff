import { useQueries } from "@tanstack/react-query";
import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { useConnection } from "@/live/connection";
import { Figure, Figures } from "@/ui/figures";
import { age, dateTime } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { AdminPage } from "./admin-only";
import { useFeed } from "./feed";
import { AREAS, type Health, healthOf } from "./health";

const AGAIN_MS = 5000;

/** Whether everything that belongs to the exchange is ready. */
export function HealthPage() {
  return (
    <AdminPage
      title="Health"
      about="What each service says of itself through the gateway, asked every five seconds."
    >
      <Panel title="Services">
        <Services />
      </Panel>
      <Panel title="Feed and clock">
        <Market />
      </Panel>
      <Panel title="This browser's line">
        <Line />
      </Panel>
    </AdminPage>
  );
}

function Services() {
  const answers = useQueries({
    queries: AREAS.map((area) => ({
      queryKey: ["health", area],
      queryFn: () => healthOf(area),
      refetchInterval: AGAIN_MS,
      retry: false,
    })),
  });
  return (
    <ul className="grid gap-2 p-3 sm:grid-cols-2 lg:grid-cols-4">
      {AREAS.map((area, at) => (
        <li key={area} className="rounded border border-line p-2">
          <Service area={area} health={answers[at]?.data} />
        </li>
      ))}
    </ul>
  );
}

function Service({ area, health }: { area: string; health: Health | undefined }) {
  return (
    <>
      <p className="flex items-center gap-2 text-sm font-medium">
        <State health={health} />
        {area}
        <span className="ml-auto text-xs font-normal text-muted">
          {health && age(health.milliseconds)}
        </span>
      </p>
      <p className="text-xs break-words text-muted">{health ? health.says : "asking"}</p>
    </>
  );
}

function State({ health }: { health: Health | undefined }) {
  if (!health) return <LoaderCircle aria-label="asking" className="size-4 animate-spin" />;
  return health.isReady ? (
    <CircleCheck aria-label="ready" className="size-4 text-up" />
  ) : (
    <CircleX aria-label="not ready" className="size-4 text-danger" />
  );
}

function Market() {
  return (
    <QueryView query={useFeed()}>
      {({ feed, clock }) => (
        <Figures>
          <Figure label="Feed">{feed.name}</Figure>
          <Figure label="State">{feed.state}</Figure>
          <Figure label="Last tick">
            {age(feed.last_tick_age_seconds === null ? null : feed.last_tick_age_seconds * 1000)}
          </Figure>
          <Figure label="Market time">{dateTime(clock.time)}</Figure>
          <Figure label="Clock" note={`${clock.speed} ×`}>
            {clock.state}
          </Figure>
        </Figures>
      )}
    </QueryView>
  );
}

function Line() {
  const { state, reason, roundTripMs, dataAgeMs, attempt } = useConnection();
  return (
    <Figures>
      <Figure label="State" note={reason || undefined}>
        {state}
      </Figure>
      <Figure label="Round trip">{age(roundTripMs)}</Figure>
      <Figure label="Age of data">{age(dataAgeMs)}</Figure>
      <Figure label="Tries since it was live">{attempt}</Figure>
    </Figures>
  );
}
