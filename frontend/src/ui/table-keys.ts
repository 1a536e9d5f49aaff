import type { Virtualizer } from "@tanstack/react-virtual";
import { type ClipboardEvent, type KeyboardEvent, useCallback, useEffect, useRef } from "react";
import { rowText } from "./copy";
import type { Column } from "./table-columns";

interface GridKeys<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  active: number;
  setActive: (index: number) => void;
  virtual: Virtualizer<HTMLDivElement, Element>;
  onActivate: ((row: Row) => void) | undefined;
}

const PAGE = 10;

/** Where a key leads from row `active` of `count`; `undefined`: it is not a key of ours. */
export function destination(key: string, active: number, count: number): number | undefined {
  const last = count - 1;
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.min(last, Math.max(0, to));
}

/** Arrows, Page, Home, End move the row that is meant; Enter activates it, Ctrl-C copies it. */
export function useGridKeys<Row>(grid: GridKeys<Row>) {
  const { rows, columns, active, setActive, virtual } = grid;
  const latest = useRef(grid);
  useEffect(() => {
    latest.current = grid;
  });
  const press = useCallback((index: number) => {
    const { rows: now, onActivate, setActive: point } = latest.current;
    point(index);
    const row = now[index];
    if (row !== undefined) onActivate?.(row);
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isForControl = (event.target as HTMLElement).closest("button, a, input, select");
    if (isForControl) return;
    if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      press(active);
      return;
    }
    const to = destination(event.key, active, rows.length);
    if (to === undefined) return;
    event.preventDefault();
    setActive(to);
    virtual.scrollToIndex(to);
  };
  const onFocus = (event: { target: EventTarget; currentTarget: EventTarget }) => {
    if (event.target === event.currentTarget && active < 0 && rows.length > 0) setActive(0);
  };
  const onCopy = (event: ClipboardEvent) => {
    const row = rows[active];
    const isText = globalThis.getSelection()?.isCollapsed === false;
    if (row === undefined || isText) return;
    event.clipboardData.setData("text/plain", rowText(row, columns));
    event.preventDefault();
  };
  return { press, handlers: { onKeyDown, onFocus, onCopy } };
}
