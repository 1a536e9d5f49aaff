import { useEffect, useState } from "react";
import { type Account, useAccountId, useAccounts } from "@/state/accounts";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { AccountCard } from "./account-card";
import { NewAccount } from "./new-account";
import { OrderSettings } from "./order-settings";
import { askAgain, useDefaultAccount } from "./queries";

const LOOK_MS = 2000;

/** As long as one is being wound up, its state is asked for again. */
function useFollowed(accounts: readonly Account[] | undefined): void {
  const isWindingUp = accounts?.some((one) => one.state === "winding_up") ?? false;
  useEffect(() => {
    if (!isWindingUp) return;
    const timer = setInterval(() => void askAgain(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isWindingUp]);
}

export function AccountsPage() {
  const accounts = useAccounts();
  const currentId = useAccountId();
  const defaultId = useDefaultAccount();
  const [isOpening, setOpening] = useState(false);
  useFollowed(accounts.data);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-3 p-3 sm:p-4">
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-lg font-semibold text-ink">Accounts</h1>
        <Button variant="primary" onClick={() => setOpening(true)}>
          New account
        </Button>
      </div>
      <QueryView query={accounts}>
        {(all) =>
          all.map((one) => (
            <AccountCard
              key={one.account_id}
              account={one}
              isCurrent={one.account_id === currentId}
              isDefault={one.account_id === defaultId}
            />
          ))
        }
      </QueryView>
      <Panel title="How orders of the current account are filled and charged">
        <OrderSettings key={currentId} />
      </Panel>
      <NewAccount open={isOpening} onOpenChange={setOpening} />
    </div>
  );
}
