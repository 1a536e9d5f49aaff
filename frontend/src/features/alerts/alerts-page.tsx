import { useMemo, useState } from "react";
import { Button } from "@/ui/button";
import { SelectField } from "@/ui/field";
import { Page, PageHead } from "@/ui/figures";
import { Panel } from "@/ui/panel";
import { AlertForm } from "./alert-form";
import { AlertTable } from "./alert-table";
import { NoticeList } from "./notice-list";
import { forgetNotices, useNotices } from "./notice-store";
import { KINDS, type Kind } from "./notices";
import { PushSwitch } from "./push-switch";
import { SoundSettings } from "./sound-settings";

/** Alerts about prices, what was told, and how it is told. */
export function AlertsPage() {
  return (
    <Page>
      <PageHead title="Alerts">
        The server watches prices, whether or not a terminal is open; they go by the middle between
        bid and ask. What went off while you were away is told when you are back.
      </PageHead>
      <div className="grid items-start gap-3 lg:grid-cols-[20rem_1fr]">
        <div className="flex flex-col gap-3">
          <Panel title="New alert" className="flex-none">
            <AlertForm />
          </Panel>
          <Panel title="Notifications and sounds" className="flex-none">
            <PushSwitch />
            <SoundSettings />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title="Price alerts" className="flex-none">
            <AlertTable />
          </Panel>
          <History />
        </div>
      </div>
    </Page>
  );
}

type Filter = Kind | "all";
const FILTERS = [
  { value: "all", label: "Everything" },
  ...Object.entries(KINDS).map(([value, label]) => ({ value: value as Kind, label })),
] as const;

function History() {
  const [filter, setFilter] = useState<Filter>("all");
  const notices = useNotices((state) => state.notices);
  const shown = useMemo(
    () => notices.filter(({ kind }) => filter === "all" || kind === filter),
    [notices, filter],
  );
  return (
    <Panel
      title="Notifications"
      className="flex-none"
      actions={
        <Button
          size="sm"
          variant="quiet"
          disabled={!notices.length}
          onClick={() => forgetNotices()}
        >
          Clear
        </Button>
      }
    >
      <div className="flex flex-wrap items-end gap-3 p-3">
        <SelectField<Filter>
          label="Show"
          value={filter}
          onValueChange={setFilter}
          options={FILTERS}
        />
        <p className="text-xs text-faint">
          The last 300 that this browser heard. Orders and the ledger have all of it.
        </p>
      </div>
      <NoticeList notices={shown} />
    </Panel>
  );
}
