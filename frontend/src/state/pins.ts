/** Panels that stay on a symbol of their own while the others follow the selection. */
import { preferences, setPreference, usePreference } from "./preferences";
import { useSelection } from "./selection";

export type Pinnable = "chart" | "depth" | "tape";

declare module "./preferences" {
  interface Preferences {
    /** The symbols of pinned panels. */
    readonly pins?: Readonly<Partial<Record<Pinnable, string>>>;
  }
}

/** Pin a panel to the symbol, or let it follow again. */
export function pin(panel: Pinnable, symbol: string | undefined): void {
  const { [panel]: _, ...others } = preferences().pins ?? {};
  setPreference("pins", symbol ? { ...others, [panel]: symbol } : others);
}

/** What a panel shows: its pinned symbol, else what is selected. */
export function usePinned(panel: Pinnable) {
  const selected = useSelection((state) => state.symbol);
  const pinned = usePreference("pins")?.[panel];
  const symbol = pinned ?? selected;
  return {
    symbol,
    pin: {
      symbol,
      isPinned: pinned !== undefined,
      onToggle: () => pin(panel, pinned ? undefined : selected),
    },
  };
}
