import { useState } from "react";
import type { ShownProps } from "./data-table";
import type { Column } from "./table-columns";
import { TableCard } from "./table-row";

const AT_ONCE = 50;
/** Pixels before the end at which more is shown. */
const AHEAD = 200;

/** On a narrow screen: a card for each row, more of them as its end comes near. */
export function TableCards<Row>(props: ShownProps<Row>) {
  const { shown, rowKey, onEndReached, label } = props;
  const [count, setCount] = useState(AT_ONCE);
  const onScroll = ({ currentTarget: at }: { currentTarget: HTMLElement }) => {
    if (at.scrollTop + at.clientHeight < at.scrollHeight - AHEAD) return;
    if (count < shown.rows.length) setCount(count + AT_ONCE);
    else onEndReached?.();
  };
  return (
    <ul aria-label={label} className="h-full overflow-auto" onScroll={onScroll}>
      {shown.rows.slice(0, count).map((row) => (
        <li key={rowKey(row)}>
          <TableCard
            row={row}
            columns={shown.columns}
            rowActions={props.rowActions}
            onActivate={props.onRowActivate}
            isSelected={rowKey(row) === props.selectedKey}
          />
        </li>
      ))}
      {props.totals && <Sums columns={shown.columns} totals={props.totals} />}
    </ul>
  );
}

interface SumsProps<Row> {
  columns: readonly Column<Row>[];
  totals: NonNullable<ShownProps<Row>["totals"]>;
}

function Sums<Row>({ columns, totals }: SumsProps<Row>) {
  return (
    <li className="card-row">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-0.5 text-xs font-semibold">
        {columns
          .filter(({ id }) => totals[id] !== undefined)
          .map(({ id, header }) => (
            <div key={id} className="flex min-w-0 justify-between gap-2">
              <dt className="shrink-0 text-faint">{header}</dt>
              <dd className="min-w-0 truncate text-right tabular-nums">{totals[id]}</dd>
            </div>
          ))}
      </dl>
    </li>
  );
}
