import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { useIsNarrow } from "./media";
import { Skeleton } from "./states";
import { type Column, minWidth, type Sort, sorted, template, type Widths } from "./table-columns";
import { ColumnChooser, TableHead } from "./table-head";
import { useGridKeys } from "./table-keys";
import { TableCard, TableRow } from "./table-row";

export type { Column, Sort, Widths } from "./table-columns";

export interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Without these two the table sorts by itself. */
  sort?: Sort | undefined;
  onSortChange?: ((sort: Sort | undefined) => void) | undefined;
  onRowActivate?: ((row: Row) => void) | undefined;
  selectedKey?: string | undefined;
  rowActions?: ((row: Row) => ReactNode) | undefined;
  /** Pixels for `rowActions`. */
  actionsWidth?: number;
  empty: ReactNode;
  isLoading?: boolean | undefined;
  footer?: ReactNode;
  /** A last row that stays in sight: by column. */
  totals?: Readonly<Record<string, ReactNode>> | undefined;
  hiddenColumns?: readonly string[] | undefined;
  onHiddenColumnsChange?: ((hidden: readonly string[]) => void) | undefined;
  columnWidths?: Widths | undefined;
  onColumnWidthsChange?: ((widths: Widths) => void) | undefined;
  onEndReached?: (() => void) | undefined;
  height?: CSSProperties["height"];
}

/** A value that the parent holds, or that is held here if it does not. */
function useHeld<T>(given: T, change: ((value: T) => void) | undefined): [T, (value: T) => void] {
  const [own, setOwn] = useState<T>(given);
  return change ? [given, change] : [own, setOwn];
}

function useShown<Row>(props: DataTableProps<Row>) {
  const { columns, rows } = props;
  const [sort, setSort] = useHeld(props.sort, props.onSortChange);
  const [hidden, setHidden] = useHeld<readonly string[]>(
    props.hiddenColumns ?? NONE,
    props.onHiddenColumnsChange,
  );
  const [widths, setWidths] = useHeld<Widths>(
    props.columnWidths ?? AS_THEY_ARE,
    props.onColumnWidthsChange,
  );
  const shown = useMemo(
    () => columns.filter((column) => column.alwaysShown || !hidden.includes(column.id)),
    [columns, hidden],
  );
  const inOrder = useMemo(() => sorted(rows, columns, sort), [rows, columns, sort]);
  const resize = (id: string, width: number | undefined) => {
    const { [id]: _, ...others } = widths;
    setWidths(width === undefined ? others : { ...others, [id]: width });
  };
  return { sort, setSort, hidden, setHidden, widths, resize, shown, rows: inOrder };
}

const NONE: readonly string[] = [];
const AS_THEY_ARE: Widths = {};

/**
 * Rows and columns. Only what is in sight is in the document, so 100,000 rows scroll like ten.
 * The table has the focus and arrows move the row that is meant; Enter activates it.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const isNarrow = useIsNarrow();
  const shown = useShown(props);
  const { rows } = shown;
  if (props.isLoading) return <Skeleton lines={6} className="p-3" />;
  if (rows.length === 0) return <>{props.empty}</>;
  return (
    <div className="flex min-h-0 min-w-0 flex-col" style={{ height: props.height ?? "100%" }}>
      <div className="relative min-h-0 flex-1">
        {isNarrow ? <Cards {...props} shown={shown} /> : <Grid {...props} shown={shown} />}
      </div>
      {props.footer && (
        <div className="shrink-0 border-t border-line px-2 py-1 text-xs text-muted">
          {props.footer}
        </div>
      )}
    </div>
  );
}

type ShownProps<Row> = DataTableProps<Row> & { shown: ReturnType<typeof useShown<Row>> };

function useWindow(count: number, height: number, pinned: number, onEnd: (() => void) | undefined) {
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
    rangeExtractor,
  });
  const last = virtual.range?.endIndex ?? -1;
  useEffect(() => {
    if (count > 0 && last >= count - 1) onEnd?.();
  }, [last, count, onEnd]);
  useEffect(() => virtual.measure(), [virtual, height]);
  return { scroller, virtual };
}

/** As high as the density says. */
function rowHeight(): number {
  const said = getComputedStyle(document.documentElement).getPropertyValue("--row-height");
  return Number.parseInt(said, 10) || 26;
}

function Grid<Row>(props: ShownProps<Row>) {
  const { shown, rowKey, rowActions, selectedKey, label, actionsWidth = 72 } = props;
  const { rows, shown: columns, widths } = shown;
  const id = useId();
  const height = rowHeight();
  const [active, setActive] = useState(-1);
  const { scroller, virtual } = useWindow(rows.length, height, active, props.onEndReached);
  const keys = useGridKeys({ rows, active, setActive, virtual, onActivate: props.onRowActivate });
  const grid = `${template(columns, widths)}${rowActions ? ` ${actionsWidth}px` : ""}`;
  const width = minWidth(columns, widths) + (rowActions ? actionsWidth : 0);
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (rowActions ? 1 : 0)}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        className="grid-scroller"
        {...keys.handlers}
      >
        <div className="min-w-full" style={{ width: "100%", minWidth: width }} role="presentation">
          <TableHead
            columns={columns}
            hasActions={rowActions !== undefined}
            sort={shown.sort}
            onSort={shown.setSort}
            onResize={shown.resize}
            template={grid}
          />
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
                  template={grid}
                  isActive={index === active}
                  isSelected={key === selectedKey}
                  onPress={keys.press}
                />
              );
            })}
          </div>
          {props.totals && <Totals columns={columns} totals={props.totals} grid={grid} />}
        </div>
      </div>
      <div className="grid-chooser">
        <ColumnChooser columns={props.columns} hidden={shown.hidden} onHidden={shown.setHidden} />
      </div>
    </>
  );
}

interface TotalsProps<Row> {
  columns: readonly Column<Row>[];
  totals: Readonly<Record<string, ReactNode>>;
  grid: string;
}

function Totals<Row>({ columns, totals, grid }: TotalsProps<Row>) {
  return (
    <div role="row" tabIndex={-1} className="grid-totals" style={{ gridTemplateColumns: grid }}>
      {columns.map(({ id, align }) => (
        <div
          key={id}
          role="gridcell"
          tabIndex={-1}
          className={align === "end" ? "grid-cell justify-end" : "grid-cell"}
        >
          {totals[id]}
        </div>
      ))}
    </div>
  );
}

const CARDS_AT_ONCE = 50;

function Cards<Row>(props: ShownProps<Row>) {
  const { shown, rowKey, onEndReached, label } = props;
  const [count, setCount] = useState(CARDS_AT_ONCE);
  const onScroll = ({ currentTarget: at }: { currentTarget: HTMLElement }) => {
    if (at.scrollTop + at.clientHeight < at.scrollHeight - 200) return;
    if (count < shown.rows.length) setCount(count + CARDS_AT_ONCE);
    else onEndReached?.();
  };
  return (
    <ul aria-label={label} className="h-full overflow-auto" onScroll={onScroll}>
      {shown.rows.slice(0, count).map((row) => (
        <li key={rowKey(row)}>
          <TableCard
            row={row}
            columns={shown.shown}
            rowActions={props.rowActions}
            onActivate={props.onRowActivate}
            isSelected={rowKey(row) === props.selectedKey}
          />
        </li>
      ))}
    </ul>
  );
}
