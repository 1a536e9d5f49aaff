import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useShortcut } from "@/state/shortcuts";
import { Boundary } from "@/ui/boundary";
import { nextTheme } from "../actions";
import { hide, type Overlay, openPalette, show, useOverlay } from "../overlays";
import { Slot } from "../slot";
import { useFirstTour } from "./first-tour";
import { focusChart } from "./focus-chart";

const Palette = lazy(() => import("../palette/palette"));
const SymbolFinder = lazy(() => import("../symbol-finder"));
const Help = lazy(() => import("../help"));
const Tour = lazy(() => import("../tour"));
const CancelAll = lazy(() => import("../cancel-all"));
const TradingKeys = lazy(() => import("../trading-keys"));

/** Keys and windows that are there on every page. */
export function GlobalActions() {
  const open = useOverlay((state) => state.open);
  useGlobalKeys();
  useFirstTour();
  useEffect(() => hide, []);
  return (
    <>
      <Slot name="IdleWarning" />
      <Slot name="StepUpDialog" />
      <Boundary fallback={() => null} resetKey={open}>
        <Windows open={open} />
      </Boundary>
    </>
  );
}

/** Each is fetched when it is first opened. */
function Windows({ open }: { open: Overlay | undefined }) {
  return (
    <Suspense fallback={null}>
      <TradingKeys />
      {open === "palette" && <Palette />}
      {open === "search" && <SymbolFinder />}
      {open === "help" && <Help />}
      {open === "tour" && <Tour />}
      {open === "cancel-all" && <CancelAll />}
    </Suspense>
  );
}

function useGlobalKeys(): void {
  const router = useRouter();
  const go = (to: string) => () => void router.navigate({ to });
  useShortcut("palette", openPalette);
  useShortcut("search", () => show("search"));
  useShortcut("help", () => show("help"));
  useShortcut("theme", nextTheme);
  useShortcut("cancelAll", () => show("cancel-all"));
  useShortcut("goWorkspace", go("/"));
  useShortcut("goPortfolio", go("/portfolio"));
  useShortcut("goAnalytics", go("/analytics"));
  useShortcut("goRisk", go("/risk"));
  useShortcut("goAlerts", go("/alerts"));
  useShortcut("goSettings", go("/settings"));
  const goIn = (search: object) => router.navigate({ to: "/", search: search as never });
  useShortcut("goChart", () => void goIn({ view: "chart" }).then(focusChart));
  useShortcut("goOrders", () => void goIn({ view: "trade", tab: "orders" }));
}
