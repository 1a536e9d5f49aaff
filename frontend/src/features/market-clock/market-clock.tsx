import { useState } from "react";
import { useSession } from "@/api/session";
import { type Clock, useClock } from "@/live/clock";
import { setPreference, usePreferences } from "@/state/preferences";
import { BUTTON } from "@/ui/button";
import { Segmented } from "@/ui/choice";
import { cx } from "@/ui/class-names";
import { Popover } from "@/ui/popover";
import { ClockControls } from "./clock-controls";
import { timeIn } from "./exchange-time";
import { countdown, paceOf, phaseOf } from "./phase";

const DOTS = { open: "bg-up", partly: "bg-warn", closed: "bg-faint" } as const;
const ZONES = [
  { value: "exchange", label: "New York" },
  { value: "local", label: "Local" },
] as const;

/** Market time and the part of the trading day; pressed, more of it and in which zone. */
export function MarketClock() {
  const clock = useClock();
  const { timeZone } = usePreferences();
  const isAdmin = useSession(({ session }) => session?.user.roles.includes("admin") ?? false);
  const [isOpen, setOpen] = useState(false);
  if (!clock) return <span className="px-2 text-xs text-faint">Market time —</span>;
  return (
    <Popover
      title="Market time"
      open={isOpen}
      onOpenChange={setOpen}
      align="start"
      className="w-80"
      trigger={<Face clock={clock} zone={timeZone} />}
    >
      <div className="flex flex-col gap-3 text-sm">
        <Details clock={clock} zone={timeZone} />
        <Segmented
          label="Show times of"
          value={timeZone}
          onValueChange={(zone) => setPreference("timeZone", zone)}
          options={[...ZONES]}
          size="sm"
        />
        {isAdmin && <ClockControls clock={clock} />}
      </div>
    </Popover>
  );
}

type Zone = "exchange" | "local";

function Face({ clock, zone, ...rest }: { clock: Clock; zone: Zone }) {
  const { name, tone, next } = phaseOf(clock);
  const at = timeIn(zone, clock.now);
  const until = next ? `${next.verb} in ${countdown(next.inMs)}` : "";
  return (
    <button
      type="button"
      {...rest}
      aria-label={`Market: ${[name, until, at, paceOf(clock)].filter(Boolean).join(", ")}`}
      className={cx(
        BUTTON,
        "h-6 border-transparent px-2 text-xs text-muted tabular-nums",
        "max-[819px]:min-w-0 max-[819px]:shrink!", // on a phone it stands beside the account
      )}
    >
      <span aria-hidden="true" className={cx("size-2 rounded-full", DOTS[tone])} />
      <span className="shrink-0 text-ink">{name}</span>
      {until && <span className="min-w-0 truncate min-[820px]:max-[1100px]:hidden">{until}</span>}
      <span className="max-[819px]:hidden">{at}</span>
    </button>
  );
}

function Details({ clock, zone }: { clock: Clock; zone: Zone }) {
  const { name } = phaseOf(clock);
  const moment = (ms: number | undefined) => (ms === undefined ? "—" : timeIn(zone, ms, true));
  const facts = [
    ["Market", name],
    ["Now", moment(clock.now)],
    ["Pace", paceOf(clock) || "As in the real world"],
    ["Stock exchange", clock.exchangePhase === "regular" ? "Open" : WORDS[clock.exchangePhase]],
    ["Opens next", moment(clock.nextOpen)],
    ["Closes next", moment(clock.nextClose)],
    ["Prices from", clock.feed],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular-nums">
      {facts.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-faint">{term}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const WORDS = {
  pre: "Pre-market",
  after: "After hours",
  closed: "Closed",
  regular: "Open",
} as const;
