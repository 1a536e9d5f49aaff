// biome-ignore-all lint/a11y/useSemanticElements: rows out of sight are missing, a <table> has all
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import type { ShownProps } from "./data-table";
import { useRowHeight } from "./media";
import { type Column, minWidth, template } from "./table-columns";
import { ColumnChooser, TableHead } from "./table-head";
import { useGridKeys } from "./table-keys";
import { TableRow } from "./table-row";

/** Pixels that the head, or the totals, take away from what is scrolled. */
const STICKY = 30;

function useWindow<Row>(props: ShownProps<Row>, height: number, pinned: number) {
  const { onEndReached: onEnd, totals } = props;
  const count = props.shown.rows.length;
  const scroller = useRef<HTMLDivElement>(null);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const isExtra = pinned >= 0 && pinned < count && !indexes.includes(pinned);
      return isExtra ? [...indexes, pinned].sort((a, b) => a - b) : indexes;
    },
    [pinned, count],
  );
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingEnd: totals ? 2 * STICKY : STICKY,
    rangeExtractor,
  });
  const last = virtual.range?.endIndex ?? -1;
  useEffect(() => {
    if (count > 0 && last >= count - 1) onEnd?.();
  }, [last, count, onEnd]);
  return { scroller, virtual };
}

const ACTIONS_WIDTH = 72;

/** Its key is the height of a row: all places are counted anew when that changes. */
export function TableGrid<Row>(props: ShownProps<Row>) {
  const height = useRowHeight();
  return (
    <>
      <Grid key={height} {...props} height={height} />
      <div className="grid-chooser">
        <ColumnChooser
          columns={props.columns}
          hidden={props.shown.hidden}
          onHidden={props.shown.setHidden}
        />
      </div>
    </>
  );
}

function Grid<Row>(props: ShownProps<Row> & { height: number }) {
  const { shown, rowActions, label, height, totals, actionsWidth = ACTIONS_WIDTH } = props;
  const { rows, columns, widths } = shown;
  const id = useId();
  const [active, setActive] = useState(-1);
  const { scroller, virtual } = useWindow(props, height, active);
  const keys = useGridKeys({
    ...{ rows, columns, active, setActive, virtual },
    onActivate: props.onRowActivate,
  });
  const grid = `${template(columns, widths)}${rowActions ? ` ${actionsWidth}px` : ""}`;
  const width = minWidth(columns, widths) + (rowActions ? actionsWidth : 0);
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={rows.length + (totals ? 2 : 1)}
      aria-colcount={columns.length + (rowActions ? 1 : 0)}
      aria-activedescendant={active >= 0 && active < rows.length ? `${id}-${active}` : undefined}
      className="grid-scroller"
      {...keys.handlers}
    >
      <div className="w-full" style={{ minWidth: width }} role="presentation">
        <TableHead
          columns={columns}
          hasActions={rowActions !== undefined}
          sort={shown.sort}
          onSort={shown.setSort}
          onResize={shown.resize}
          template={grid}
        />
        <Rows {...props} {...{ id, active, virtual, grid }} onPress={keys.press} />
        {totals && <Totals {...{ columns, totals, grid }} index={rows.length + 2} />}
      </div>
    </div>
  );
}

type RowsProps<Row> = ShownProps<Row> & {
  id: string;
  height: number;
  active: number;
  virtual: ReturnType<typeof useWindow>["virtual"];
  grid: string;
  onPress: (index: number) => void;
};

function Rows<Row>(props: RowsProps<Row>) {
  const { shown, rowKey, rowActions, selectedKey, id, height, active, virtual } = props;
  const { rows, columns } = shown;
  return (
    <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const key = rowKey(row);
        return (
          <TableRow
            key={key}
            id={`${id}-${index}`}
            {...{ row, index, height, columns, rowActions }}
            top={start}
            template={props.grid}
            isActive={index === active}
            isSelected={key === selectedKey}
            onPress={props.onPress}
          />
        );
      })}
    </div>
  );
}

interface TotalsProps<Row> {
  columns: readonly Column<Row>[];
  totals: Readonly<Record<string, ReactNode>>;
  grid: string;
  index: number;
}

function Totals<Row>({ columns, totals, grid, index }: TotalsProps<Row>) {
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index}
      className="grid-totals"
      style={{ gridTemplateColumns: grid }}
    >
      {columns.map(({ id, align }) => (
        <div
          key={id}
          role="gridcell"
          tabIndex={-1}
          className={align === "end" ? "grid-cell grid-figure" : "grid-cell"}
        >
          {totals[id]}
        </div>
      ))}
    </div>
  );
}
