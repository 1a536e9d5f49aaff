import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useState } from "react";
import { hide } from "../overlays";
import { ActionItems } from "./action-items";
import { PageItems } from "./page-items";
import { SymbolItems } from "./symbol-items";

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
          <Command label={title} loop shouldFilter filter={rank}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Symbol, page or action…"
              className="palette-input"
            />
            <Command.List className="palette-list">
              <Command.Empty className="p-4 text-center text-sm text-muted">
                Nothing is called “{text}”.
              </Command.Empty>
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

/**
 * How well an entry fits: its name first (the ticker), then the beginning of a word, then anywhere,
 * then its letters in order.
 */
export function rank(value: string, search: string, keywords: readonly string[] = []): number {
  const wanted = search.trim().toLowerCase();
  if (!wanted) return 1;
  const texts = [value, ...keywords].map((one) => one.toLowerCase());
  return Math.max(...texts.map((text, index) => closeness(text, wanted) - index * 0.01));
}

function closeness(text: string, wanted: string): number {
  if (text === wanted) return 1;
  if (text.startsWith(wanted)) return 0.9;
  if (text.includes(` ${wanted}`)) return 0.8;
  if (text.includes(wanted)) return 0.6;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return 0;
  }
  return wanted.length > 1 ? 0.2 : 0;
}
