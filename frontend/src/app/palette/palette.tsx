import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useState } from "react";
import { rank } from "@/state/closeness";
import { useSymbolSearch } from "@/state/symbol-search";
import { hide } from "../overlays";
import { ActionItems } from "./action-items";
import { PageItems } from "./page-items";
import { SIMILAR, SymbolItems } from "./symbol-items";

/** Everything by typing: symbols, pages, actions. */
export default function Palette() {
  const [text, setText] = useState("");
  const title = "Find a symbol, a page or an action";
  return (
    <Dialog.Root open onOpenChange={hide}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="palette">
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <Command label={title} loop shouldFilter filter={fitOf}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Symbol, page or action…"
              className="palette-input"
            />
            <Command.List className="palette-list">
              <Nothing text={text} />
              <SymbolItems text={text} />
              <PageItems />
              <ActionItems text={text} />
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** As in the search for symbols, a name that is only similar is there, after all that fit better. */
function fitOf(value: string, text: string, keywords: readonly string[] = []): number {
  return Math.max(rank(value, text, keywords), keywords.includes(SIMILAR) ? 0.1 : 0);
}

function Nothing({ text }: { text: string }) {
  const { isAsking } = useSymbolSearch(text);
  return (
    <Command.Empty className="p-4 text-center text-sm text-muted">
      {isAsking ? "Looking…" : `Nothing is called “${text}”.`}
    </Command.Empty>
  );
}
