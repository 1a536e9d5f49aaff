/** A long list with what it says of itself: how much of it is here, what is missing, and why. */
import { useEffect } from "react";
import { useTableSettings } from "@/state/table-settings";
import { Button } from "@/ui/button";
import { type Column, DataTable } from "@/ui/data-table";
import { Empty, Failed } from "@/ui/states";
import type { Paged } from "./use-paged";

interface Props<Row> {
  /** Its settings are kept under this name. */
  name: string;
  label: string;
  paged: Paged<Row>;
  /** Those that are to be seen; all, if the server has selected them. */
  rows?: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  onRowActivate?: (row: Row) => void;
  empty: string;
  hint: string;
  hidden?: readonly string[];
}

/** What is seldom found is looked for in so many rows before somebody has to ask for more. */
const SEARCHED = 5000;
const ENOUGH = 30;

export function PagedTable<Row>(props: Props<Row>) {
  const { paged, columns, rowKey, name, label } = props;
  const { rows = paged.rows, hidden = [] } = props;
  const settings = useTableSettings(`blotter-${name}`, { hidden });
  const isScarce = rows.length < ENOUGH && paged.rows.length < SEARCHED;
  const wantsMore = isScarce && paged.hasMore && !paged.isLoadingMore && !paged.problem;
  const { more } = paged;
  useEffect(() => {
    if (wantsMore) more();
  }, [wantsMore, more]);
  if (paged.problem && paged.rows.length === 0)
    return <Failed problem={paged.problem} onRetry={paged.retry} />;
  return (
    <>
      {paged.problem && <Failed problem={paged.problem} onRetry={paged.retry} />}
      <DataTable
        label={label}
        rows={rows}
        columns={columns}
        rowKey={rowKey}
        onRowActivate={props.onRowActivate}
        isLoading={paged.isLoading}
        onEndReached={more}
        empty={<Nothing paged={paged} title={props.empty} hint={props.hint} />}
        footer={<Footer paged={paged} shown={rows.length} isSorted={settings.sort !== undefined} />}
        {...settings}
      />
    </>
  );
}

interface NothingProps<Row> {
  paged: Paged<Row>;
  title: string;
  hint: string;
}

function Nothing<Row>({ paged, title, hint }: NothingProps<Row>) {
  return (
    <Empty title={paged.isLoadingMore ? "Looking further back…" : title}>
      {hint}
      {paged.hasMore && !paged.isLoadingMore && (
        <Button size="sm" className="mt-2" onClick={paged.more}>
          Look further back
        </Button>
      )}
    </Empty>
  );
}

interface FooterProps<Row> {
  paged: Paged<Row>;
  shown: number;
  isSorted: boolean;
}

function Footer<Row>({ paged, shown, isSorted }: FooterProps<Row>) {
  const what = `${shown.toLocaleString()} ${shown === 1 ? "row" : "rows"}`;
  if (!paged.hasMore) return what;
  return (
    <span className="flex flex-wrap items-center gap-2">
      {what}, and older ones that are not loaded{isSorted && "; only these are sorted"}
      <Button size="sm" busy={paged.isLoadingMore} onClick={paged.more}>
        Load older
      </Button>
    </span>
  );
}
