/** Whose clock on the wall is shown everywhere: the exchange's, or this device's. */
import { EXCHANGE_ZONE } from "@/state/exchange-time";
import { preferences, usePreference } from "@/state/preferences";
import { setZone } from "@/ui/format";

const ZONES = {
  exchange: { name: EXCHANGE_ZONE, label: "ET" },
  local: { name: undefined, label: "local" },
} as const;

/** What was chosen, and from then on what all texts of times say. Whoever asks renders anew. */
export function useZone(): "exchange" | "local" {
  const chosen = usePreference("timeZone");
  setZone(ZONES[chosen]); // before what stands below is rendered: an effect would be too late
  return chosen;
}

setZone(ZONES[preferences().timeZone]);
