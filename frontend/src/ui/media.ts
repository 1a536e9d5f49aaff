import { useSyncExternalStore } from "react";

/** Whether the page is as the media query says, and goes on being so. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = globalThis.matchMedia?.(query);
      list?.addEventListener("change", listener);
      return () => list?.removeEventListener("change", listener);
    },
    () => globalThis.matchMedia?.(query).matches ?? false,
  );
}

/** Narrower than a table can be read at. */
export const useIsNarrow = (): boolean => useMedia("(max-width: 639px)");
/** A phone, for which the shell has tabs at the bottom. */
export const useIsPhone = (): boolean => useMedia("(max-width: 819px)");
