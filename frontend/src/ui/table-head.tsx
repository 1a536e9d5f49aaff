// biome-ignore-all lint/a11y/useSemanticElements: a grid with missing rows is no <table>
import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { IconButton } from "./button";
import { Checkbox } from "./choice";
import { cx } from "./class-names";
import { Popover } from "./popover";
import { type Column, headingOf, MIN_WIDTH, nextSort, type Sort } from "./table-columns";
import { TermMark } from "./term";

interface HeadProps<Row> {
  columns: readonly Column<Row>[];
  hasActions: boolean;
  sort: Sort | undefined;
  onSort: (sort: Sort | undefined) => void;
  onResize: (id: string, width: number | undefined) => void;
  template: string;
}

/** The row of headings: pressed to sort, their edges dragged (or moved with arrows) to resize. */
export function TableHead<Row>(props: HeadProps<Row>) {
  const { columns, hasActions, sort, onSort, onResize } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus, rows are pointed at
    <div
      role="row"
      aria-rowindex={1}
      className="grid-head"
      style={{ gridTemplateColumns: props.template }}
    >
      {columns.map((column, index) => (
        <div
          key={column.id}
          role="columnheader"
          tabIndex={-1}
          aria-colindex={index + 1}
          aria-sort={ariaSort(column, sort)}
          className={cx("grid-heading", column.align === "end" && "justify-end")}
        >
          <Heading column={column} sort={sort} onSort={onSort} />
          {column.term && <TermMark name={column.term} />}
          <Edge column={column} onResize={onResize} />
        </div>
      ))}
      {hasActions && (
        <div role="columnheader" tabIndex={-1} className="grid-heading">
          <span className="sr-only">Actions</span>
        </div>
      )}
    </div>
  );
}

function ariaSort<Row>(column: Column<Row>, sort: Sort | undefined) {
  if (!column.sortValue) return undefined;
  if (sort?.id !== column.id) return "none";
  return sort.desc ? "descending" : "ascending";
}

interface HeadingProps<Row> {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: (sort: Sort | undefined) => void;
}

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  if (!column.sortValue) return <span className="truncate">{headingOf(column)}</span>;
  const isSorted = sort?.id === column.id;
  const Arrow = sort?.desc ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      className="flex min-w-0 cursor-pointer items-center gap-0.5 hover:text-ink"
      onClick={() => onSort(nextSort(sort, column.id))}
    >
      <span className="truncate">{headingOf(column)}</span>
      {isSorted && <Arrow aria-hidden="true" className="size-3 shrink-0" />}
    </button>
  );
}

interface EdgeProps<Row> {
  column: Column<Row>;
  onResize: (id: string, width: number | undefined) => void;
}

const STEP = 16;

function Edge<Row>({ column, onResize }: EdgeProps<Row>) {
  const from = useRef<{ x: number; width: number }>(undefined);
  const widthOf = (edge: HTMLElement) => edge.parentElement?.offsetWidth ?? MIN_WIDTH;
  const start = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width: widthOf(event.currentTarget) };
  };
  const move = ({ clientX }: PointerEvent<HTMLElement>) => {
    if (!from.current) return;
    onResize(column.id, Math.max(MIN_WIDTH, from.current.width + clientX - from.current.x));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    const by = event.key === "ArrowLeft" ? -STEP : STEP;
    onResize(column.id, Math.max(MIN_WIDTH, widthOf(event.currentTarget) + by));
  };
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Width of ${column.header}`}
      className="grid-edge"
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = undefined;
      }}
      onDoubleClick={() => onResize(column.id, undefined)}
      onKeyDown={onKeyDown}
    />
  );
}

interface ChooserProps<Row> {
  columns: readonly Column<Row>[];
  hidden: readonly string[];
  onHidden: (hidden: readonly string[]) => void;
}

/** Which columns are shown. */
export function ColumnChooser<Row>({ columns, hidden, onHidden }: ChooserProps<Row>) {
  const offered = columns.filter((column) => !column.alwaysShown);
  if (offered.length === 0) return null;
  const toggle = (id: string, isShown: boolean) =>
    onHidden(isShown ? hidden.filter((one) => one !== id) : [...hidden, id]);
  return (
    <Popover
      title="Columns"
      trigger={
        <IconButton label="Choose columns" icon={<Columns3 className="size-3.5" />} size="sm" />
      }
    >
      <div className="flex max-h-80 flex-col gap-2 overflow-auto pr-2">
        {offered.map((column) => (
          <Checkbox
            key={column.id}
            label={column.header}
            checked={!hidden.includes(column.id)}
            onCheckedChange={(isShown) => toggle(column.id, isShown)}
          />
        ))}
      </div>
    </Popover>
  );
}
