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

const ROW_HEIGHT = 26;

function rowHeight(): number {
  const said = getComputedStyle(document.documentElement).getPropertyValue("--row-height");
  return Number.parseInt(said, 10) || ROW_HEIGHT;
}

function onDensity(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  const attributeFilter = ["data-density"];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  return () => observer.disconnect();
}

/** Pixels of a table's row, as the density says it now. */
export const useRowHeight = (): number => useSyncExternalStore(onDensity, rowHeight);
