import { useState } from "react";
import type { Column } from "@/ui/data-table";
import { dateTime } from "@/ui/format";
import { PagedTable } from "@/ui/paged-table";
import { Panel } from "@/ui/panel";
import { Empty } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { AdminPage } from "./admin-only";
import { AREAS, type Area, type Parked, useParked } from "./parked";
import { ParkedDialog } from "./parked-dialog";

const COLUMNS: Column<Parked>[] = [
  { id: "position", header: "Place", width: 64, align: "end", cell: ({ position }) => position },
  { id: "type", header: "Event", width: 190, cell: ({ type }) => type, alwaysShown: true },
  { id: "error", header: "What went wrong", width: 360, cell: ({ error }) => error },
  { id: "key", header: "Key", width: 280, cell: ({ key }) => <code>{key}</code> },
  { id: "attempts", header: "Tries", width: 60, align: "end", cell: (one) => one.attempts },
  {
    id: "parked",
    header: "Parked",
    isTime: true,
    width: 170,
    cell: (one) => dateTime(one.parked_at),
  },
  {
    id: "state",
    header: "State",
    width: 110,
    cell: (one) => (one.redrive ? "tried again" : "waits"),
  },
];

/** Events that no handler could take: what is wrong with them, and what to do about it. */
export function DeadLettersPage() {
  const [area, setArea] = useState<Area>("orders");
  return (
    <AdminPage
      title="Parked events"
      about="Events that no handler could take. Later ones of the same key wait behind them, so
        that nothing is done out of order."
    >
      <Panel title="Parked events" isTitleHidden>
        <Tabs
          label="Services"
          value={area}
          onValueChange={(value) => setArea(value as Area)}
          tabs={AREAS.map((value) => ({
            value,
            label: value,
            content: <List area={value} />,
          }))}
        />
      </Panel>
    </AdminPage>
  );
}

function List({ area }: { area: Area }) {
  const [opened, setOpened] = useState<number>();
  return (
    <>
      <PagedTable
        label={`Parked events of ${area}`}
        query={useParked(area)}
        columns={COLUMNS}
        rowKey={({ position }) => String(position)}
        onRowActivate={({ position }) => setOpened(position)}
        height={480}
        empty={
          <Empty title={`Nothing is parked in ${area}`}>
            Every event was taken by its handler.
          </Empty>
        }
        footer="In the order in which they will be handled. A row opens with all that it says."
      />
      {opened !== undefined && (
        <ParkedDialog area={area} position={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}
