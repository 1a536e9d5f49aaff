import { useState } from "react";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { dateTime } from "@/ui/format";
import { type KeyState, stateOf } from "./key-state";
import { type Key, revoke } from "./queries";

export function KeyList({ keys }: { keys: readonly Key[] }) {
  return (
    <ul className="divide-y divide-line px-4">
      {keys.map((key) => (
        <KeyRow key={key.key_id} row={key} />
      ))}
    </ul>
  );
}

const SAID: Readonly<Record<KeyState, string>> = {
  good: "good",
  expired: "expired",
  revoked: "revoked",
};

const SCOPES: Readonly<Record<string, string>> = { read: "may look", trade: "may trade" };

function KeyRow({ row }: { row: Key }) {
  const [isOpen, setOpen] = useState(false);
  const state = stateOf(row, Date.now());
  const scopes = row.scopes.map((scope) => SCOPES[scope] ?? scope).join(", ");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
      <div className="min-w-0 flex-1">
        <p className="text-sm text-ink">
          <span className={state === "good" ? "font-medium" : "line-through"}>{row.name}</span>
          <span className="ml-2 text-xs text-muted">
            {SAID[state]} · {scopes}
          </span>
        </p>
        <p className="font-mono text-xs break-all text-muted">{row.key_id}</p>
        <p className="text-xs text-faint">
          made {dateTime(row.created_at)} ·{" "}
          {row.last_used_at ? `last used ${dateTime(row.last_used_at)}` : "never used"} ·{" "}
          {row.expires_at ? `good until ${dateTime(row.expires_at)}` : "never expires"}
        </p>
      </div>
      {state === "good" && (
        <Button size="sm" variant="danger" onClick={() => setOpen(true)}>
          Revoke
        </Button>
      )}
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Revoke ${row.name}?`}
        confirmLabel="Revoke"
        variant="danger"
        onConfirm={() => revoke(row)}
      >
        <p>The program that uses it can do nothing any more. It cannot be undone.</p>
      </Confirm>
    </li>
  );
}
