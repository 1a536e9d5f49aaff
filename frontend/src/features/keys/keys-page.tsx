import { useState } from "react";
import { useAccount } from "@/state/accounts";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { KeyForm } from "./key-form";
import { KeyList } from "./key-list";
import { type NewKey, useKeys } from "./queries";
import { SecretDialog } from "./secret-dialog";

export function KeysPage() {
  const keys = useKeys();
  const account = useAccount();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewKey>();
  const make = (
    <Button size="sm" variant="primary" onClick={() => setMaking(true)}>
      New key
    </Button>
  );
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-3 p-3 sm:p-4">
      <h1 className="text-lg font-semibold text-ink">API keys</h1>
      <p className="text-sm text-muted">
        For programs that trade or look on in {account ? `“${account.name}”` : "this account"}. They
        send both parts as <code>APCA-API-KEY-ID</code> and <code>APCA-API-SECRET-KEY</code>; the{" "}
        <a href="/docs/" className="underline hover:text-ink">
          API documentation
        </a>{" "}
        lists what they can ask for.
      </p>
      <Panel title="Keys" actions={make}>
        <QueryView
          query={keys}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title="No keys yet.">Make one for your first program.</Empty>}
        >
          {({ items }) => <KeyList keys={items} />}
        </QueryView>
      </Panel>
      <KeyForm open={isMaking} onOpenChange={setMaking} onMade={setMade} />
      <SecretDialog made={made} onDone={() => setMade(undefined)} />
    </div>
  );
}
