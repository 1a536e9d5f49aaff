/** The way from this tab to whoever holds the line: the best that this browser has. */
import { alone, elected } from "./elected";
import { Host } from "./host";
import type { Port, ToHost, ToTab } from "./messages";
import { portOf } from "./port";
import { openSocket } from "./socket";

export type Way = Port<ToHost, ToTab>;

const newHost = () => new Host(openSocket);

/** A worker that all tabs share; `undefined` where there are none. `failed`: it does not run. */
export function shared(failed: () => void): Way | undefined {
  if (!("SharedWorker" in globalThis)) return undefined;
  try {
    const worker = new SharedWorker(new URL("./worker.ts", import.meta.url), {
      type: "module",
      name: "outcry.live",
    });
    worker.onerror = failed;
    return portOf(worker.port);
  } catch {
    return undefined; // a browser may have them, and forbid them to this page
  }
}

/** Without one. Locks and channels are there only with HTTPS or on this computer itself. */
export function unshared(): Way {
  const canElect = "locks" in navigator && "BroadcastChannel" in globalThis;
  return canElect ? elected(newHost) : alone(newHost);
}
