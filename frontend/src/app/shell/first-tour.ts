import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { useIsLoaded, usePreference } from "@/state/preferences";
import { show } from "../overlays";

const PAUSE_MS = 1500;

/** Once, for who has never seen it, and where the parts are that it shows. */
export function useFirstTour(): void {
  const isDone = usePreference("isTourDone");
  const isLoaded = useIsLoaded((state) => state.isLoaded);
  const isThere = useRouterState({ select: ({ location }) => location.pathname === "/" });
  useEffect(() => {
    if (isDone || !isLoaded || !isThere) return;
    const timer = setTimeout(() => show("tour"), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [isDone, isLoaded, isThere]);
}
