import { useRouter } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Ban, CircleMinus, CirclePlus, Compass, Eye, Keyboard, Rows3, SunMoon } from "lucide-react";
import type { ReactNode } from "react";
import { useDraft } from "@/state/draft";
import { preferences, setPreference } from "@/state/preferences";
import { useSelection } from "@/state/selection";
import { useSymbolSearch } from "@/state/symbol-search";
import { nextTheme } from "../actions";
import { show } from "../overlays";
import { Entry } from "./entry";

interface Action {
  readonly name: string;
  readonly keywords?: readonly string[];
  readonly icon: ReactNode;
  readonly run: () => void;
}

/** "buy aapl" is understood: the ticket is filled in, and nothing is sent. */
export function ActionItems({ text }: { text: string }) {
  const begin = useBegin();
  const actions = [...useOrderActions(text, begin), ...LOOKS];
  return (
    <Command.Group heading="Actions">
      {actions.map(({ name, keywords = [], icon, run }) => (
        // Its keywords are read once, so others make it another entry.
        <Entry key={`${name} ${keywords}`} {...{ name, keywords, icon }} onChoose={run} />
      ))}
    </Command.Group>
  );
}

type Side = "buy" | "sell";

function useBegin() {
  const router = useRouter();
  const request = useDraft((state) => state.request);
  return (side: Side, symbol: string) => {
    request({ side, symbol });
    if (router.state.location.pathname !== "/")
      void router.navigate({ to: "/", search: { symbol, view: "trade" } });
  };
}

function useOrderActions(text: string, begin: (side: Side, symbol: string) => void): Action[] {
  const selected = useSelection((state) => state.symbol);
  const words = text.trim().split(/\s+/);
  const isOrder = /^(buy|sell)$/i.test(words[0] ?? "");
  const { found } = useSymbolSearch(isOrder ? (words[1] ?? "") : "");
  const named = isOrder && words[1] ? found[0]?.symbol : undefined;
  const symbol = named ?? selected;
  const keywords = named ? [text.trim()] : [];
  return [
    {
      name: `Buy ${symbol}`,
      keywords,
      icon: <CirclePlus className={ICON} />,
      run: () => begin("buy", symbol),
    },
    {
      name: `Sell ${symbol}`,
      keywords,
      icon: <CircleMinus className={ICON} />,
      run: () => begin("sell", symbol),
    },
    { name: "Cancel all orders", icon: <Ban className={ICON} />, run: () => show("cancel-all") },
  ];
}

const ICON = "size-4 text-faint";

function nextDensity(): void {
  setPreference("density", preferences().density === "compact" ? "comfortable" : "compact");
}

const LOOKS: readonly Action[] = [
  {
    name: "Toggle theme",
    keywords: ["dark light contrast"],
    icon: <SunMoon className={ICON} />,
    run: nextTheme,
  },
  {
    name: "Toggle density",
    keywords: ["compact comfortable"],
    icon: <Rows3 className={ICON} />,
    run: nextDensity,
  },
  {
    name: "Show shortcuts",
    keywords: ["keys help"],
    icon: <Keyboard className={ICON} />,
    run: () => show("help"),
  },
  {
    name: "Take the tour",
    keywords: ["help"],
    icon: <Compass className={ICON} />,
    run: () => show("tour"),
  },
  {
    name: "Reset the layout",
    keywords: ["panels sizes"],
    icon: <Eye className={ICON} />,
    run: () => {
      setPreference("layout", {});
      location.reload();
    },
  },
];
