import { WifiOff } from "lucide-react";
import { isDead, useConnection } from "@/live/connection";
import { standing } from "./words";

/** There while the line is dead, so that nobody takes grey prices for the market's. */
export function StaleBar() {
  return useConnection(isDead) ? <Bar /> : null;
}

/** Not a live region: the break was announced, and its age would be said every second. */
function Bar() {
  const connection = useConnection();
  return (
    <section
      aria-label="What is shown is old"
      className="flex items-center gap-2 border-b border-warn bg-warn-soft px-3 py-1 text-sm text-warn tabular-nums"
    >
      <WifiOff aria-hidden="true" className="size-4 shrink-0" />
      {standing(connection)}
    </section>
  );
}
