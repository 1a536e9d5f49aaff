/** Which of the shell's own windows is open: one at a time. */
import { create } from "zustand";

export type Overlay = "palette" | "search" | "help" | "tour" | "cancel-all" | "more";

interface State {
  readonly open: Overlay | undefined;
}

export const useOverlay = create<State>(() => ({ open: undefined }));

export const show = (overlay: Overlay): void => useOverlay.setState({ open: overlay });
export const hide = (): void => useOverlay.setState({ open: undefined });
export const openPalette = (): void => show("palette");
