/** The shared worker: the host of all tabs of this browser. */
import { Host } from "./host";
import type { ToHost, ToTab } from "./messages";
import { portOf } from "./port";
import { openSocket } from "./socket";

const scope = self as unknown as SharedWorkerGlobalScope;
const host = new Host(openSocket);

scope.onconnect = ({ ports }) => {
  for (const port of ports) host.attach(portOf<ToTab, ToHost>(port));
};
