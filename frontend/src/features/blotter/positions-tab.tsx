/** What is held, what it is worth now, and how to get rid of it. */
import { Ellipsis } from "lucide-react";
import { useMemo, useState } from "react";
import { closing, closingAll, reversing } from "@/state/order-actions";
import { select } from "@/state/selection";
import { useTableSettings } from "@/state/table-settings";
import { useUnits } from "@/state/units";
import { Button, IconButton } from "@/ui/button";
import { download, toCsv } from "@/ui/csv";
import { DataTable } from "@/ui/data-table";
import { Confirm } from "@/ui/dialog";
import { quantity } from "@/ui/format";
import { Menu } from "@/ui/menu";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { ExportButton } from "./filter-bar";
import { POSITION_COLUMNS, totalsOf } from "./position-columns";
import { type Row, usePortfolio, usePositionRows } from "./positions";

/** Made when it is asked about: it is of the account of that moment. */
interface Wish {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly run: () => Promise<unknown>;
}

const NO_POSITIONS: never[] = [];
const positionKey = ({ symbol }: Row) => symbol;

export function PositionsTab() {
  const query = usePortfolio();
  const rows = usePositionRows(query.data?.positions ?? NO_POSITIONS);
  const [wish, setWish] = useState<Wish>();
  return (
    <>
      <QueryView query={query}>{() => <Table rows={rows} ask={setWish} />}</QueryView>
      {wish && (
        <Confirm
          open
          onOpenChange={(open) => !open && setWish(undefined)}
          title={wish.title}
          confirmLabel={wish.label}
          variant="danger"
          onConfirm={wish.run}
        >
          <p>{wish.text}</p>
        </Confirm>
      )}
    </>
  );
}

function Table({ rows, ask }: { rows: readonly Row[]; ask: (wish: Wish) => void }) {
  const settings = useTableSettings("blotter-positions");
  const totals = useMemo(() => totalsOf(rows), [rows]);
  return (
    <DataTable
      label="Positions"
      rows={rows}
      columns={POSITION_COLUMNS}
      rowKey={positionKey}
      rowActions={(row) => <Actions row={row} ask={ask} />}
      actionsWidth={88}
      onRowActivate={({ symbol }) => select(symbol)}
      totals={totals}
      empty={<Empty title="No positions">What your orders buy or sell short is held here.</Empty>}
      footer={<Footer rows={rows} ask={ask} />}
      {...settings}
    />
  );
}

function Actions({ row, ask }: { row: Row; ask: (wish: Wish) => void }) {
  const { symbol } = row;
  const unit = useUnits()(symbol).many;
  const trigger = (
    <IconButton size="sm" label={`More for ${symbol}`} icon={<Ellipsis className="size-3.5" />} />
  );
  return (
    <>
      <Button size="sm" onClick={() => ask(toClose(row, unit))}>
        Close
      </Button>
      <Menu
        trigger={trigger}
        items={[
          { label: "Close half", onSelect: () => ask(toClose(row, unit, "50")) },
          { label: "Close, and cancel its orders", onSelect: () => ask(toFlatten(row)) },
          { label: "Reverse", onSelect: () => ask(toReverse(row, unit)), danger: true },
        ]}
      />
    </>
  );
}

function Footer({ rows, ask }: { rows: readonly Row[]; ask: (wish: Wish) => void }) {
  const save = async () => download("positions.csv", toCsv(rows, POSITION_COLUMNS));
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="sm" onClick={() => ask(toCloseAll())}>
        Close all
      </Button>
      <Button size="sm" variant="danger" onClick={() => ask(toFlattenAll())}>
        Flatten
      </Button>
      <ExportButton onExport={save} />
    </span>
  );
}

function toClose({ symbol, quantity: held }: Row, unit: string, percentage?: string): Wish {
  const part = percentage ? `${percentage} % of ` : "";
  return {
    title: `Close ${part}${symbol}?`,
    text: `A market order takes ${part}the ${quantity(held)} ${unit} back that no order holds.`,
    label: percentage ? `Close ${percentage} %` : "Close the position",
    run: closing(symbol, { percentage }),
  };
}

const toFlatten = ({ symbol }: Row): Wish => ({
  title: `Close ${symbol} and cancel its orders?`,
  text: `First all open orders of ${symbol} are canceled, then a market order closes the position.`,
  label: "Cancel and close",
  run: closing(symbol, { cancelOrders: true }),
});

const toReverse = ({ symbol, quantity: held }: Row, unit: string): Wish => ({
  title: `Reverse ${symbol}?`,
  text:
    `One market order for twice what is held when you confirm, now ${quantity(held)} ${unit}, ` +
    "to hold as many the other way.",
  label: "Reverse the position",
  run: reversing(symbol, held),
});

const toCloseAll = (): Wish => ({
  title: "Close all positions?",
  text: "A market order for each of them, as far as no open order holds it.",
  label: "Close all",
  run: closingAll(),
});

const toFlattenAll = (): Wish => ({
  title: "Cancel all orders and close all positions?",
  text: "Afterwards there is nothing but cash, as far as the market takes what is held.",
  label: "Flatten",
  run: closingAll(true),
});
