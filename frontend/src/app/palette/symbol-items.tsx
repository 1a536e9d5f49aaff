import { useRouter } from "@tanstack/react-router";
import { Command } from "cmdk";
import { select } from "@/state/selection";
import { useSymbolSearch } from "@/state/symbol-search";
import { Entry } from "./entry";

/** A keyword of what the server thought of, though the text is in none of its names. */
export const SIMILAR = "≈";

/** Symbols by ticker and name; without a text those looked at last. */
export function SymbolItems({ text }: { text: string }) {
  const router = useRouter();
  const { found } = useSymbolSearch(text);
  const choose = (symbol: string) => {
    select(symbol);
    if (router.state.location.pathname !== "/")
      void router.navigate({ to: "/", search: { symbol } });
  };
  if (found.length === 0) return null;
  return (
    <Command.Group heading={text.trim() ? "Symbols" : "Looked at last"}>
      {found.map(({ symbol, name, ticks }) => (
        <Entry
          key={symbol}
          name={symbol}
          keywords={[name, SIMILAR]}
          end={!ticks && <span className="text-xs text-faint">no prices here</span>}
          onChoose={() => choose(symbol)}
        >
          <span className="inline-block w-16 font-semibold">{symbol}</span>
          <span className="text-muted">{name}</span>
        </Entry>
      ))}
    </Command.Group>
  );
}
