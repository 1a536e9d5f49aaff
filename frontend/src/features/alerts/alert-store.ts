/** The alerts of a user: kept with the preferences, so that all their devices have them. */
import { preferences, setPreference, usePreference } from "@/state/preferences";
import type { Alert } from "./rules";

declare module "@/state/preferences" {
  interface Preferences {
    /** By their id; none if nobody has set any. */
    readonly alerts?: Readonly<Record<string, Alert>>;
  }
}

const NONE: Readonly<Record<string, Alert>> = {};

export const useAlerts = (): Readonly<Record<string, Alert>> => usePreference("alerts") ?? NONE;

export const alerts = (): Readonly<Record<string, Alert>> => preferences().alerts ?? NONE;

export function putAlert(alert: Alert): void {
  setPreference("alerts", { ...alerts(), [alert.id]: alert });
}

export function removeAlert(id: string): void {
  const { [id]: _, ...others } = alerts();
  setPreference("alerts", others);
}
