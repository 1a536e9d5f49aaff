import { FastForward, Flag, History, Pause } from "lucide-react";
import { useSession } from "@/api/session";
import { type Clock, useClock } from "@/live/clock";
import { usePreferences } from "@/state/preferences";
import { ClockControls } from "./clock-controls";
import { timeIn } from "./exchange-time";
import { paceOf } from "./phase";

const ICONS = { live: FastForward, replay: History, paused: Pause, ended: Flag } as const;

/** There whenever time does not go as in the real world, so that nobody takes it for that. */
export function ClockBar() {
  const clock = useClock();
  const { timeZone } = usePreferences();
  const isAdmin = useSession(({ session }) => session?.user.roles.includes("admin") ?? false);
  const pace = clock ? paceOf(clock) : "";
  if (!clock || !pace) return null;
  const Icon = ICONS[clock.state];
  return (
    <section
      aria-label="Market time is not real time"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-warn bg-warn-soft px-3 py-1 text-sm text-warn"
    >
      <strong className="inline-flex items-center gap-1.5">
        <Icon aria-hidden="true" className="size-4" />
        {pace}
      </strong>
      <span className="tabular-nums">{timeIn(timeZone, clock.now, true)}</span>
      <span>{warning(clock)}</span>
      {isAdmin && <ClockControls clock={clock} isInline />}
    </section>
  );
}

function warning({ state, feed }: Clock): string {
  if (state === "paused") return "Market time stands still: nothing trades.";
  if (state === "ended") return "There are no more prices: these are the last.";
  if (state === "replay") return `Not the market of today: ${feed} plays the past.`;
  return "Market time is ahead of the clock on the wall.";
}
