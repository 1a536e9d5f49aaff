// biome-ignore-all lint/a11y/useSemanticElements: a grid with missing rows is no <table>
import { memo, type ReactNode, useLayoutEffect, useRef } from "react";
import { cx } from "./class-names";
import { type Column, headingOf } from "./table-columns";

export interface RowProps<Row> {
  row: Row;
  id: string;
  index: number;
  top: number;
  height: number;
  template: string;
  columns: readonly Column<Row>[];
  isActive: boolean;
  isSelected: boolean;
  rowActions: ((row: Row) => ReactNode) | undefined;
  onPress: (index: number) => void;
}

/** Tab stops only in the row that is pointed at, else Tab would walk through thousands. */
function useTabStops(isActive: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const one of ref.current?.querySelectorAll<HTMLElement>("button, a[href], input") ?? [])
      one.tabIndex = isActive ? 0 : -1;
  });
  return ref;
}

function Cells<Row>({ row, columns }: Pick<RowProps<Row>, "row" | "columns">) {
  return columns.map((column, index) => (
    <div
      key={column.id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={index + 1}
      className={cx("grid-cell", column.align === "end" && "grid-figure")}
    >
      {column.cell(row)}
    </div>
  ));
}

function RowBase<Row>(props: RowProps<Row>) {
  const { row, columns, isActive, isSelected, rowActions } = props;
  const ref = useTabStops(isActive);
  return (
    // Keys come to the grid, which says by aria-activedescendant that this row is meant.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      ref={ref}
      id={props.id}
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      data-active={isActive || undefined}
      className="grid-row"
      style={{
        gridTemplateColumns: props.template,
        height: props.height,
        top: props.top, // not moved by a transform: each of those is a layer to be thought about
      }}
      onClick={(event) => {
        const isControl = (event.target as HTMLElement).closest("button, a, input, select");
        if (!isControl) props.onPress(props.index);
      }}
    >
      <Cells row={row} columns={columns} />
      {rowActions && (
        <div role="gridcell" tabIndex={-1} className="grid-cell justify-end gap-1">
          {rowActions(row)}
        </div>
      )}
    </div>
  );
}

/** One line of a grid. It renders anew only if something of it has changed. */
export const TableRow = memo(RowBase) as typeof RowBase;

interface CardProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  rowActions: ((row: Row) => ReactNode) | undefined;
  onActivate: ((row: Row) => void) | undefined;
  isSelected: boolean;
}

/** The same on a narrow screen: name and value in pairs. */
function CardBase<Row>({ row, columns, rowActions, onActivate, isSelected }: CardProps<Row>) {
  const [first, ...others] = columns;
  return (
    <div className="card-row" data-selected={isSelected || undefined}>
      <div className="flex items-center justify-between gap-2">
        {first && <CardTitle row={row} column={first} onActivate={onActivate} />}
        {rowActions && <div className="flex gap-1">{rowActions(row)}</div>}
      </div>
      <dl className="mt-1 grid grid-cols-2 gap-x-4 gap-y-0.5 text-xs">
        {others.map((column) => (
          <div key={column.id} className="flex min-w-0 justify-between gap-2">
            <dt className="shrink-0 text-faint">{headingOf(column)}</dt>
            <dd className="min-w-0 truncate text-right tabular-nums">{column.cell(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export const TableCard = memo(CardBase) as typeof CardBase;

interface TitleProps<Row> {
  row: Row;
  column: Column<Row>;
  onActivate: ((row: Row) => void) | undefined;
}

function CardTitle<Row>({ row, column, onActivate }: TitleProps<Row>) {
  const content = column.cell(row);
  if (!onActivate) return <div className="min-w-0 flex-1 text-sm font-medium">{content}</div>;
  return (
    // Not a <button>: the cell may hold controls of its own.
    <div
      role="button"
      tabIndex={0}
      className="min-h-6 min-w-0 flex-1 cursor-pointer text-left text-sm font-medium"
      onClick={() => onActivate(row)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.target === event.currentTarget) onActivate(row);
      }}
    >
      {content}
    </div>
  );
}
