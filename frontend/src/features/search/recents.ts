/** Symbols looked at last, the latest first, each once. */
export const MOST_RECENTS = 8;

export function withRecent(recents: readonly string[], symbol: string): string[] {
  return [symbol, ...recents.filter((one) => one !== symbol)].slice(0, MOST_RECENTS);
}
