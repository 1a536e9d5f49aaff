/** What a key is worth now, and when a new one ends. */
import type { Key } from "./queries";

export type KeyState = "good" | "expired" | "revoked";

export function stateOf(key: Pick<Key, "revoked_at" | "expires_at">, now: number): KeyState {
  if (key.revoked_at) return "revoked";
  return key.expires_at && Date.parse(key.expires_at) <= now ? "expired" : "good";
}

export const LIVES = ["30", "90", "365", "never", "date"] as const;
export type Life = (typeof LIVES)[number];

const DAY_MS = 86_400_000;

/** When a key ends that lives so long; `date` is the last day, in the reader's own time. */
export function expiryOf(life: Life, date: string, now: number): string | null {
  if (life === "never") return null;
  if (life === "date") return new Date(`${date}T23:59:59`).toISOString();
  return new Date(now + Number(life) * DAY_MS).toISOString();
}
