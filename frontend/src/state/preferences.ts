/**
 * What a user has chosen, on all their devices: kept at the server with a version, here in a
 * cache. A change shows at once and is stored a moment later; if another device was faster, the
 * two are merged and it is stored again.
 *
 * A feature adds keys of its own:
 * `declare module "@/state/preferences" { interface Preferences { watchlists?: Watchlist[] } }`
 */
import { useEffect } from "react";
import { create } from "zustand";
import { api, callWhole } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useSession } from "@/api/session";
import { merged } from "./merge";

export type ThemeChoice = "system" | "dark" | "light" | "contrast";
export type UpDown = "green-red" | "red-green" | "blue-orange" | "own";
export type Density = "compact" | "comfortable";
export type Motion = "system" | "reduced" | "full";
export type Verbosity = "quiet" | "normal" | "chatty";
export type SoundName = "accepted" | "filled" | "rejected" | "cancelled" | "alert";

/** `#rrggbb` each. */
export interface OwnColours {
  readonly up: string;
  readonly down: string;
}

export interface Sounds {
  readonly isOn: boolean;
  /** 0 to 100. */
  readonly volume: number;
  readonly muted: readonly SoundName[];
}

export interface TableSettings {
  readonly sort?: { readonly id: string; readonly desc: boolean } | undefined;
  readonly hidden?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
}

export interface Preferences {
  readonly theme: ThemeChoice;
  readonly upDown: UpDown;
  readonly ownColours: OwnColours;
  readonly density: Density;
  readonly motion: Motion;
  readonly sounds: Sounds;
  /** How much is said to screen readers. */
  readonly verbosity: Verbosity;
  /** Order types that are sent without asking again. */
  readonly unconfirmed: readonly string[];
  /** Keys by the id of the action; "" switches it off. */
  readonly shortcuts: Readonly<Record<string, string>>;
  readonly areShortcutsOn: boolean;
  /** Sizes of panels by the id of their group, in percent. */
  readonly layout: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly tables: Readonly<Record<string, TableSettings>>;
  /** The tab shown last, by its group. */
  readonly tabs: Readonly<Record<string, string>>;
  /** Symbols looked at last, the latest first. */
  readonly recentSymbols: readonly string[];
  readonly isTourDone: boolean;
  /** Whose time is shown. */
  readonly timeZone: "exchange" | "local";
}

export const DEFAULTS: Preferences = {
  theme: "dark",
  upDown: "green-red",
  ownColours: { up: "#4cc9f0", down: "#f4a261" },
  density: "compact",
  motion: "system",
  sounds: { isOn: false, volume: 60, muted: [] },
  verbosity: "normal",
  unconfirmed: [],
  shortcuts: {},
  areShortcutsOn: true,
  layout: {},
  tables: {},
  tabs: {},
  recentSymbols: [],
  isTourDone: false,
  timeZone: "exchange",
};

type Document = Partial<Preferences>;
type Json = Readonly<Record<string, unknown>>;

interface Cache {
  /** Whose; "" before somebody has signed in. */
  readonly userId: string;
  readonly document: Document;
  /** As the server had it when we last heard, and its version. */
  readonly base: Document;
  readonly version: string;
}

const STORAGE = "outcry.preferences";
const WAIT_MS = 800;
const TRIES = 4;
const NEW: Cache = { userId: "", document: {}, base: {}, version: '"0"' };

function cached(): Cache {
  try {
    return { ...NEW, ...(JSON.parse(localStorage.getItem(STORAGE) ?? "{}") as Partial<Cache>) };
  } catch {
    return NEW; // it cannot be read, or storage is switched off
  }
}

const useCache = create<Cache>(() => cached());

useCache.subscribe((cache) => {
  try {
    localStorage.setItem(STORAGE, JSON.stringify(cache));
  } catch {
    // Full or switched off: the server still has it.
  }
});

/** Tabs of one browser share the cache. */
globalThis.addEventListener?.("storage", ({ key }: StorageEvent) => {
  if (key === STORAGE) useCache.setState(cached());
});

let last: { document: Document; preferences: Preferences } | undefined;

function whole(document: Document): Preferences {
  if (last?.document !== document) last = { document, preferences: { ...DEFAULTS, ...document } };
  return last.preferences;
}

export const preferences = (): Preferences => whole(useCache.getState().document);

export function usePreferences(): Preferences {
  return useCache((cache) => whole(cache.document));
}

/** One of them; it renders anew only when that one changes. */
export function usePreference<Key extends keyof Preferences>(key: Key): Preferences[Key] {
  return useCache((cache) => whole(cache.document)[key]);
}

let timer: ReturnType<typeof setTimeout> | undefined;

export function setPreference<Key extends keyof Preferences>(
  key: Key,
  value: Preferences[Key],
): void {
  useCache.setState(({ document }) => ({ document: { ...document, [key]: value } }));
  clearTimeout(timer);
  timer = setTimeout(() => void store(), WAIT_MS);
}

/** Take part of a record away or change it, the other keys stay. */
export function patchPreference<Key extends "layout" | "tables" | "tabs" | "shortcuts">(
  key: Key,
  name: string,
  value: Preferences[Key][string],
): void {
  setPreference(key, { ...preferences()[key], [name]: value } as Preferences[Key]);
}

const isChanged = ({ document, base }: Cache): boolean =>
  JSON.stringify(document) !== JSON.stringify(base);

/** What the server has, with what was changed here on top. @throws Problem */
export async function load(): Promise<void> {
  const { data, headers } = await callWhole(api.auth.GET("/api/auth/preferences"));
  const theirs = data as unknown as Document;
  useCache.setState(({ base, document }) => ({
    document: merged(base as Json, document as Json, theirs as Json) as Document,
    base: theirs,
    version: headers.get("ETag") ?? NEW.version,
  }));
}

/** Store what was changed; nothing is lost if it does not work: it stays changed here. */
export async function store(): Promise<void> {
  if (!useSession.getState().session) return;
  for (let attempt = 0; attempt < TRIES && isChanged(useCache.getState()); attempt += 1) {
    const { document, version } = useCache.getState();
    try {
      const { headers } = await callWhole(
        api.auth.PUT("/api/auth/preferences", {
          params: { header: { "If-Match": version } },
          body: document as unknown as Record<string, never>,
        }),
      );
      useCache.setState({ base: document, version: headers.get("ETag") ?? version });
    } catch (error) {
      const isPassed = [409, 412].includes(asProblem(error).status);
      if (!isPassed) return; // the next change, or the next start, tries again
      await load().catch(() => undefined);
    }
  }
}

/** Whether it is known what this user has chosen before, on whichever device. */
export const useIsLoaded = create<{ readonly isLoaded: boolean }>(() => ({ isLoaded: false }));

/** Begin with a user's own: a cache of somebody else is thrown away. */
async function begin(userId: string): Promise<void> {
  const cache = useCache.getState();
  if (cache.userId !== userId) {
    // What a visitor chose before signing in goes along, what another user chose does not.
    const document = cache.userId === "" ? cache.document : {};
    useCache.setState({ ...NEW, userId, document });
  }
  try {
    await load();
    useIsLoaded.setState({ isLoaded: true });
    await store();
  } catch {
    // Offline: the cache will do.
  }
}

/** Mounted once, by the shell: loads the preferences of whoever signs in. */
export function usePreferencesSync(): void {
  const userId = useSession((state) => state.session?.user.user_id);
  useEffect(() => {
    if (userId) void begin(userId);
  }, [userId]);
}
