import { GripVertical, X } from "lucide-react";
import type { KeyboardEvent, PointerEvent } from "react";
import { announce } from "@/ui/announce";
import { IconButton } from "@/ui/button";
import { type List, move, remove } from "./lists";
import { changeLists } from "./use-lists";

interface RowActionsProps {
  list: List;
  symbol: string;
  /** A sorted table has no order of its own to be changed. */
  canMove: boolean;
}

function place(list: List, symbol: string, to: number): void {
  const last = list.symbols.length - 1;
  const bounded = Math.max(0, Math.min(last, to));
  if (bounded === list.symbols.indexOf(symbol)) return;
  changeLists((all) => move(all, list.id, symbol, bounded));
  announce(`${symbol} is now ${bounded + 1} of ${last + 1}`);
  // The row has moved in the document, which may take the focus from its handle.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-handle="${CSS.escape(symbol)}"]`)?.focus();
  });
}

/** The symbol of the row at a point of the screen. */
function symbolAt(x: number, y: number): string | undefined {
  const row = document.elementFromPoint(x, y)?.closest('[role="row"], .card-row');
  return row?.querySelector<HTMLElement>("[data-symbol]")?.dataset.symbol;
}

/** Take the row elsewhere, by pointer or arrow keys, or out of the list. */
export function RowActions({ list, symbol, canMove }: RowActionsProps) {
  const at = list.symbols.indexOf(symbol);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    place(list, symbol, at + step);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const over = symbolAt(event.clientX, event.clientY);
    if (over && over !== symbol) place(list, symbol, list.symbols.indexOf(over));
  };
  return (
    <>
      {canMove && (
        <IconButton
          size="sm"
          data-handle={symbol}
          label={`Move ${symbol}: drag, or arrow keys`}
          icon={<GripVertical className="size-3.5" />}
          className="cursor-grab touch-none"
          onKeyDown={onKeyDown}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
        />
      )}
      <IconButton
        size="sm"
        label={`Remove ${symbol} from ${list.name}`}
        icon={<X className="size-3.5" />}
        onClick={() => changeLists((all) => remove(all, list.id, symbol))}
      />
    </>
  );
}
