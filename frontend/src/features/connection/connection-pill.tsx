import { useConnection } from "@/live/connection";

/** How the line to the server is, in a word. */
export function ConnectionPill() {
  const state = useConnection((one) => one.state);
  return <span>{state}</span>;
}
