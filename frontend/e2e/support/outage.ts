/** Takes processes of the stack away; its supervisor starts them again. */
import { readFileSync } from "node:fs";
import { eventually } from "./browser";
import { given } from "./origin";

interface Program {
  readonly name: string;
  readonly phase: string;
  readonly pid: number | null;
  readonly restarts: number;
}

/** Everything that holds a piece of a trader's state, or leads to it. */
export const SERVICES = [
  "gateway",
  "stream",
  "order",
  "risk",
  "portfolio",
  "market-data",
  "auth",
  "analytics",
];
const BACK_MS = 120_000;

/** What a browser says of a server that is not there. */
export const OUTAGE =
  /Failed to load resource: (net::|the server responded with a status of 5)|WebSocket connection/;

function program(name: string): Program {
  const state = readFileSync(`${given("OUTCRY_HOME")}/.run/state.json`, "utf8");
  const { programs } = JSON.parse(state) as { programs: Program[] };
  const found = programs.find((one) => one.name === name);
  if (!found) throw new Error(`the stack has no ${name}`);
  return found;
}

/** Ends it without a word. What it answers waits until it is there again. */
export function kill(name: string): () => Promise<void> {
  const { pid, restarts } = program(name);
  if (!pid) throw new Error(`${name} does not run`);
  process.kill(pid, "SIGKILL");
  return () =>
    eventually(() => {
      const now = program(name);
      return now.phase === "ready" && now.restarts > restarts;
    }, BACK_MS).toBe(true);
}
