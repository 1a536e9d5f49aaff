/** The notices of this browser: what was told, and up to when it was read. Tabs share them. */
import { create } from "zustand";
import { useSession } from "@/api/session";
import type { Notice } from "./notices";

interface Kept {
  /** Whose; "" before anybody has signed in. */
  readonly userId: string;
  /** Newest first. */
  readonly notices: readonly Notice[];
  /** Wall time up to which all was seen. */
  readonly readAt: string;
}

const STORAGE = "outcry.notices";
const MOST = 300;
const NONE: Kept = { userId: "", notices: [], readAt: "" };

function stored(): Kept {
  try {
    return { ...NONE, ...(JSON.parse(localStorage.getItem(STORAGE) ?? "{}") as Partial<Kept>) };
  } catch {
    return NONE; // it cannot be read, or storage is switched off
  }
}

export const useNotices = create<Kept>(() => stored());

globalThis.addEventListener?.("storage", ({ key }: StorageEvent) => {
  if (key === STORAGE) useNotices.setState(stored());
});

function keep(kept: Kept): void {
  useNotices.setState(kept);
  try {
    localStorage.setItem(STORAGE, JSON.stringify(kept));
  } catch {
    // Full or switched off: they are here until the page is closed.
  }
}

/** Keep what is told; what is known already stays as it is. Answers what was new. */
export function note(told: readonly Notice[]): readonly Notice[] {
  const kept = useNotices.getState();
  const known = new Set(kept.notices.map(({ id }) => id));
  const added = told.filter(({ id }) => !known.has(id) && known.add(id));
  if (added.length === 0) return added;
  const notices = [...added, ...kept.notices]
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .slice(0, MOST);
  keep({ ...kept, notices });
  return added;
}

/** From now on they are somebody's: those of another user are thrown away. */
export function keepFor(userId: string): void {
  if (useNotices.getState().userId !== userId) keep({ ...NONE, userId });
}

/** Who signs out leaves nothing to be read by who sits here next. */
useSession.subscribe(({ session }) => {
  if (session === null && useNotices.getState().userId !== "") keep(NONE);
});

export function markRead(now = new Date()): void {
  keep({ ...useNotices.getState(), readAt: now.toISOString() });
}

/** They were seen: what the server still knows of is not told again. */
export function forgetNotices(now = new Date()): void {
  keep({ ...useNotices.getState(), notices: [], readAt: now.toISOString() });
}

/** How many came since they were read last. */
export const unread = ({ notices, readAt }: Kept): number =>
  notices.filter(({ at }) => Date.parse(at) > (Date.parse(readAt) || 0)).length;
