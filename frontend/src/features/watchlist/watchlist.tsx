import { type ReactNode, useCallback } from "react";
import { asProblem } from "@/api/problem";
import { useSelection } from "@/state/selection";
import { useTableSettings } from "@/state/table-settings";
import { download, toCsv } from "@/ui/csv";
import { DataTable } from "@/ui/data-table";
import { Panel } from "@/ui/panel";
import { Empty, Failed } from "@/ui/states";
import { AddSymbol } from "./add-symbol";
import { COLUMNS } from "./columns";
import { ListMenu } from "./list-menu";
import { isPreset, type List, type Lists, listShown, PRESETS } from "./lists";
import { RowActions } from "./row-actions";
import { changeLists, useLists } from "./use-lists";
import { type Row, useRows } from "./use-rows";

/** Symbols and their prices; the row that is chosen is what all panels show. */
export function Watchlist() {
  const all = useLists();
  const list = listShown(all);
  const { rows, isLoading, failure, retry } = useRows(all);
  const name = list?.name ?? (isPreset(all.shown) ? PRESETS[all.shown] : "");
  const onExport = () => download(`${name}.csv`, toCsv(rows, COLUMNS));
  return (
    <Panel
      title="Watchlist"
      actions={
        <>
          <Picker all={all} />
          <ListMenu list={list} isOnly={all.lists.length < 2} onExport={onExport} />
        </>
      }
    >
      {failure && <Failed problem={asProblem(failure)} onRetry={retry} />}
      <Prices {...{ rows, list, name, isLoading }} />
    </Panel>
  );
}

/** A narrow panel has not room for all of them. */
const AT_FIRST = { hidden: ["change", "spread"] };

interface PricesProps {
  rows: readonly Row[];
  list: List | undefined;
  name: string;
  isLoading: boolean;
}

function Prices({ rows, list, name, isLoading }: PricesProps): ReactNode {
  const selected = useSelection((state) => state.symbol);
  const select = useSelection((state) => state.select);
  const settings = useTableSettings("watchlist", AT_FIRST);
  const canMove = list !== undefined && settings.sort === undefined;
  const actions = useCallback(
    (row: Row) => list && <RowActions list={list} symbol={row.symbol} canMove={canMove} />,
    [list, canMove],
  );
  const adding = list && <AddSymbol list={list} />;
  return (
    <DataTable
      label={`Watchlist ${name}`}
      {...{ rows, isLoading }}
      {...settings}
      columns={COLUMNS}
      rowKey={(row) => row.symbol}
      selectedKey={selected}
      onRowActivate={(row) => select(row.symbol)}
      rowActions={list ? actions : undefined}
      actionsWidth={64}
      empty={
        <Empty title={list ? `${name} is empty` : "Nothing moves yet"}>
          {adding ?? "It fills when something is traded."}
        </Empty>
      }
      footer={adding}
    />
  );
}

function Picker({ all }: { all: Lists }) {
  return (
    <select
      aria-label="List"
      className="input select h-6 max-w-36 py-0 text-xs"
      value={all.shown}
      onChange={(event) => {
        const shown = event.currentTarget.value;
        changeLists((now) => ({ ...now, shown }));
      }}
    >
      <optgroup label="My lists">
        {all.lists.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </optgroup>
      <optgroup label="Presets">
        {Object.entries(PRESETS).map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
