import { useMemo } from "react";
import { preferences, setPreference, usePreference } from "@/state/preferences";
import { type Lists, listsOf } from "./lists";

export function useLists(): Lists {
  const stored = usePreference("watchlists");
  return useMemo(() => listsOf(stored), [stored]);
}

/** Change what is stored now, whatever a component has last seen of it. */
export function changeLists(change: (all: Lists) => Lists): void {
  setPreference("watchlists", change(listsOf(preferences().watchlists)));
}
