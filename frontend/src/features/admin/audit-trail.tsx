import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/analytics";
import type { Column } from "@/ui/data-table";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { dateTime } from "@/ui/format";
import { allOf, PagedTable } from "@/ui/paged-table";
import { Empty } from "@/ui/states";

type Schemas = components["schemas"];
type Entry = Schemas["AuditEntryResponse"];

const PAGE = 100;
const AGAIN_MS = 15_000;

interface Filter {
  readonly action?: string;
  readonly user_id?: string;
}

function useAudit(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ["admin", "audit", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: PAGE, ...filter, ...(cursor && { cursor }) };
      return call(api.analytics.GET("/api/analytics/audit", { params: { query } }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
    select: allOf((page: Schemas["AuditPage"]) => page.items),
    refetchInterval: AGAIN_MS,
  });
}

const fact = ({ facts }: Entry, name: string): string => {
  const value = facts[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

const COLUMNS: Column<Entry>[] = [
  { id: "number", header: "No.", width: 64, align: "end", cell: ({ position }) => position },
  {
    id: "at",
    header: "Recorded",
    isTime: true,
    width: 170,
    cell: (entry) => dateTime(entry.recorded_at),
  },
  { id: "action", header: "Action", width: 170, cell: ({ action }) => action, alwaysShown: true },
  { id: "outcome", header: "Outcome", cell: (entry) => fact(entry, "outcome") || "—" },
  { id: "detail", header: "Detail", width: 260, cell: (entry) => fact(entry, "detail") || "—" },
  { id: "user", header: "User", width: 280, cell: ({ user_id }) => <code>{user_id ?? "—"}</code> },
  { id: "from", header: "From", cell: (entry) => fact(entry, "address") || "—" },
];

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const ACTION = /^[a-z_]{1,40}$/;

/** Security actions and orders of everybody, newest first. A row opens with all that was said. */
export function AuditTrail() {
  const [action, setAction] = useState("");
  const [user, setUser] = useState("");
  const [opened, setOpened] = useState<Entry>();
  const filter = {
    ...(ACTION.test(action) && { action }),
    ...(UUID.test(user.trim()) && { user_id: user.trim() }),
  };
  const query = useAudit(useDeferredValue(filter));
  const isHalf = user.trim() !== "" && !UUID.test(user.trim());
  return (
    <>
      <div className="flex flex-wrap gap-3 p-3">
        <TextField label="Action" value={action} onValueChange={setAction} hint="clock_steered" />
        <TextField
          label="User id"
          value={user}
          onValueChange={setUser}
          error={isHalf ? "It is not a whole id yet." : undefined}
          className="w-80"
        />
      </div>
      <PagedTable
        label="Audit trail"
        query={query}
        columns={COLUMNS}
        rowKey={({ position }) => String(position)}
        onRowActivate={setOpened}
        height={420}
        empty={<Empty title="Nothing was recorded">Try another action or user.</Empty>}
        footer="Each entry's hash covers the one before it."
      />
      {opened && <Whole entry={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function Whole({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Entry ${entry.position}: ${entry.action}`}
    >
      <pre className="overflow-auto text-xs">{JSON.stringify(entry, undefined, 2)}</pre>
    </Dialog>
  );
}
