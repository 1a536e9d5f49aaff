import { useEffect, useRef } from "react";
import { useConnection } from "@/live/connection";
import { announce } from "@/ui/announce";
import { toast } from "@/ui/toast";
import { recovered, spoken } from "./words";

/** A break that is over sooner is not worth a word. */
const PATIENCE_MS = 1_500;

/** Says that the line broke, and once what became of what was missed. */
export function useAnnouncements(): void {
  const { state, reason, recovery } = useConnection();
  const said = useRef(state);
  const hasBroken = useRef(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      const text = spoken(said.current, state, reason);
      said.current = state;
      if (text) announce(text, state === "live" ? "polite" : "assertive");
      if (state === "reconnecting" || state === "offline") hasBroken.current = true;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [state, reason]);
  useEffect(() => {
    if (!recovery) return;
    if (recovery.kind === "resumed" && !hasBroken.current) return; // nobody has noticed
    hasBroken.current = false;
    said.current = "live";
    announce(recovered(recovery));
    toast.info(recovered(recovery), { id: "connection" });
  }, [recovery]);
}
