import { useRouter } from "@tanstack/react-router";
import { Command } from "cmdk";
import { usePreference } from "@/state/preferences";
import { select } from "@/state/selection";
import { Entry } from "./entry";
import { useFound } from "./found";

const MOST = 12;

/** Symbols by ticker and name; without a text those looked at last. */
export function SymbolItems({ text }: { text: string }) {
  const router = useRouter();
  const recent = usePreference("recentSymbols");
  const found = useFound(text);
  const wanted = text.trim() ? found : found.filter(({ symbol }) => recent.includes(symbol));
  const inOrder = text.trim()
    ? wanted
    : [...wanted].sort((a, b) => recent.indexOf(a.symbol) - recent.indexOf(b.symbol));
  const choose = (symbol: string) => {
    select(symbol);
    if (router.state.location.pathname !== "/")
      void router.navigate({ to: "/", search: { symbol } });
  };
  if (inOrder.length === 0) return null;
  return (
    <Command.Group heading={text.trim() ? "Symbols" : "Looked at last"}>
      {inOrder.slice(0, MOST).map(({ symbol, name }) => (
        <Entry key={symbol} name={symbol} keywords={[name]} onChoose={() => choose(symbol)}>
          <span className="inline-block w-16 font-semibold">{symbol}</span>
          <span className="text-muted">{name}</span>
        </Entry>
      ))}
    </Command.Group>
  );
}
