/** Symbols looked at last, the latest first, each once. */
import { preferences, setPreference } from "./preferences";

export const MOST_RECENTS = 8;

export function withRecent(recents: readonly string[], symbol: string): string[] {
  return [symbol, ...recents.filter((one) => one !== symbol)].slice(0, MOST_RECENTS);
}

export function remember(symbol: string): void {
  setPreference("recentSymbols", withRecent(preferences().recentSymbols, symbol));
}
