/** Which tab of a group was shown last, on all devices. */
import { patchPreference, usePreference } from "@/state/preferences";

export function useKeptTab(group: string, first: string) {
  const tab = usePreference("tabs")[group] ?? first;
  return [tab, (next: string) => patchPreference("tabs", group, next)] as const;
}
