import { type CSSProperties, type ReactNode, useMemo, useState } from "react";
import { keepScroll } from "./kept-scroll";
import { useIsNarrow } from "./media";
import { Skeleton } from "./states";
import { TableCards } from "./table-cards";
import { type Column, type Sort, sorted, type Widths } from "./table-columns";
import { TableGrid } from "./table-grid";

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

/** What of the columns and rows is shown, in which order, and how that is changed. */
export interface Shown<Row> {
  readonly sort: Sort | undefined;
  readonly setSort: (sort: Sort | undefined) => void;
  readonly hidden: readonly string[];
  readonly setHidden: (hidden: readonly string[]) => void;
  readonly widths: Widths;
  readonly resize: (id: string, width: number | undefined) => void;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

export type ShownProps<Row> = Omit<DataTableProps<Row>, "rows"> & { shown: Shown<Row> };

function useShown<Row>(props: DataTableProps<Row>): Shown<Row> {
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
  return { sort, setSort, hidden, setHidden, widths, resize, columns: shown, rows: inOrder };
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
      <div ref={keepScroll} className="relative min-h-0 flex-1">
        {isNarrow ? (
          <TableCards {...props} shown={shown} />
        ) : (
          <TableGrid {...props} shown={shown} />
        )}
      </div>
      {props.footer && (
        <div className="shrink-0 border-t border-line px-2 py-1 text-xs text-muted">
          {props.footer}
        </div>
      )}
    </div>
  );
}
