import { useDeferredValue, useState } from "react";
import { useSession } from "@/api/session";
import { useTableSettings } from "@/state/table-settings";
import { Button } from "@/ui/button";
import type { Column } from "@/ui/data-table";
import { Confirm } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { date, dateTime } from "@/ui/format";
import { PagedTable } from "@/ui/paged-table";
import { Panel } from "@/ui/panel";
import { Empty } from "@/ui/states";
import { AdminPage } from "./admin-only";
import { type Patch, type User, useChangeUser, useUsers } from "./users";

const COLUMNS: Column<User>[] = [
  { id: "email", header: "E-mail", width: 220, cell: ({ email }) => email, alwaysShown: true },
  { id: "name", header: "Name", width: 120, cell: (user) => user.display_name },
  { id: "roles", header: "Roles", width: 100, cell: ({ roles }) => roles.join(", ") },
  {
    id: "state",
    header: "State",
    width: 150,
    cell: ({ disabled_at }) => (disabled_at ? <Since of={disabled_at} /> : "active"),
  },
  { id: "created", header: "Registered", width: 110, cell: (user) => date(user.created_at) },
  {
    id: "account",
    header: "Account",
    width: 180,
    cell: ({ account_id }) => <Id of={account_id} />,
  },
  { id: "user", header: "User id", width: 270, cell: ({ user_id }) => <Id of={user_id} /> },
];

/** What is done to a user has to be in sight; their id is for limits of a user, which are rare. */
const AT_FIRST = { hidden: ["user"] };

const Since = ({ of }: { of: string }) => <span title={dateTime(of)}>disabled {date(of)}</span>;
const Id = ({ of }: { of: string }) => <code className="select-all text-xs">{of}</code>;

/** Everybody who registered: find them, lock them out, make them administrators. */
export function UsersPage() {
  return (
    <AdminPage title="Users" about="Who may sign in, and as what. What is done here is audited.">
      <Users />
    </AdminPage>
  );
}

interface Asked {
  readonly user: User;
  readonly change: "disable" | "enable" | "promote" | "demote";
}

function Users() {
  const [search, setSearch] = useState("");
  const [asked, setAsked] = useState<Asked>();
  const settings = useTableSettings("admin-users", AT_FIRST);
  const query = useUsers(useDeferredValue(search.trim()));
  return (
    <Panel title="Users" isTitleHidden>
      <div className="p-3">
        <TextField
          className="max-w-80"
          type="search"
          label="Search by e-mail or name"
          value={search}
          onValueChange={setSearch}
        />
      </div>
      <PagedTable
        label="Users"
        query={query}
        columns={COLUMNS}
        {...settings}
        rowKey={({ user_id }) => user_id}
        height={560}
        actionsWidth={210}
        rowActions={(user) => <Actions user={user} onAsk={setAsked} />}
        empty={<Empty title="Nobody is called so">Try a part of the e-mail.</Empty>}
      />
      {asked && <Sure asked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

function Actions({ user, onAsk }: { user: User; onAsk: (asked: Asked) => void }) {
  const isSelf = useSession((state) => state.session?.user.user_id === user.user_id);
  const isAdmin = user.roles.includes("admin");
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabled={isSelf}
        onClick={() => onAsk({ user, change: isAdmin ? "demote" : "promote" })}
      >
        {isAdmin ? "Not admin" : "Make admin"}
      </Button>
      <Button
        size="sm"
        variant={user.disabled_at ? "quiet" : "danger"}
        disabled={isSelf}
        onClick={() => onAsk({ user, change: user.disabled_at ? "enable" : "disable" })}
      >
        {user.disabled_at ? "Enable" : "Disable"}
      </Button>
    </>
  );
}

interface Change {
  readonly title: string;
  readonly text: string;
  readonly body: Patch;
  readonly isDangerous: boolean;
}

const CHANGES: Readonly<Record<Asked["change"], Change>> = {
  disable: {
    title: "Disable",
    text: "They are signed out everywhere, and cannot sign in. Their orders stay as they are.",
    body: { disabled: true },
    isDangerous: true,
  },
  enable: {
    title: "Enable",
    text: "They can sign in again.",
    body: { disabled: false },
    isDangerous: false,
  },
  promote: {
    title: "Make an administrator",
    text: "They may do all that is done on these pages.",
    body: { roles: ["admin", "trader"] },
    isDangerous: true,
  },
  demote: {
    title: "Take the role away",
    text: "They remain a trader.",
    body: { roles: ["trader"] },
    isDangerous: true,
  },
};

function Sure({ asked: { user, change }, onClose }: { asked: Asked; onClose: () => void }) {
  const { title, text, body, isDangerous } = CHANGES[change];
  const run = useChangeUser();
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${title}: ${user.email}`}
      confirmLabel={title}
      variant={isDangerous ? "danger" : "primary"}
      {...(isDangerous && { typed: user.email })}
      onConfirm={() => run(user.user_id, body)}
    >
      <p>{text}</p>
    </Confirm>
  );
}
