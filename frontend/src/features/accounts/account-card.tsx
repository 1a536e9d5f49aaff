import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asProblem } from "@/api/problem";
import { switchAccount } from "@/api/session";
import type { Account } from "@/state/accounts";
import { Button, IconButton } from "@/ui/button";
import { dateTime, money } from "@/ui/format";
import { Menu, type MenuItem } from "@/ui/menu";
import { Panel } from "@/ui/panel";
import { toast } from "@/ui/toast";
import { CloseAccount, ResetAccount } from "./ending";
import { Past } from "./past";
import { STATES } from "./progress";
import { askAgain, type Winding } from "./queries";
import { Rename } from "./rename";
import { TransferMoney } from "./transfer-money";
import { WindingProgress } from "./winding-progress";

interface CardProps {
  account: Account;
  isCurrent: boolean;
  isDefault: boolean;
}

type Opened = "rename" | "deposit" | "withdrawal" | "reset" | "close" | undefined;

async function makeDefault({ account_id, name }: Account): Promise<void> {
  try {
    await call(api.auth.PUT("/api/auth/accounts/default", { body: { account_id } }));
    toast.success(`You sign in with ${name} from now on.`);
    await askAgain();
  } catch (error) {
    toast.failure(asProblem(error));
  }
}

async function change({ account_id }: Account): Promise<void> {
  await switchAccount(account_id).catch((error: unknown) => toast.failure(asProblem(error)));
}

export function AccountCard({ account, isCurrent, isDefault }: CardProps) {
  const [opened, setOpened] = useState<Opened>();
  const [winding, setWinding] = useState<Winding>();
  const dialog = (which: Opened) => ({
    account,
    open: opened === which,
    onOpenChange: (open: boolean) => setOpened(open ? which : undefined),
  });
  const isOpen = account.state === "open";
  return (
    <Panel
      title={account.name}
      actions={isOpen && <Actions {...{ account, isCurrent, isDefault, setOpened }} />}
    >
      <div className="space-y-3 p-4">
        <Facts {...{ account, isCurrent, isDefault }} />
        <WindingProgress asked={winding} />
        <Past accountId={account.account_id} epoch={account.epoch} />
      </div>
      <Rename {...dialog("rename")} />
      <TransferMoney kind="deposit" {...dialog("deposit")} />
      <TransferMoney kind="withdrawal" {...dialog("withdrawal")} />
      <ResetAccount {...dialog("reset")} onAsked={setWinding} />
      <CloseAccount {...dialog("close")} onAsked={setWinding} />
    </Panel>
  );
}

interface ActionsProps extends CardProps {
  setOpened: (which: Opened) => void;
}

function itemsOf({ account, isDefault, setOpened }: ActionsProps): MenuItem[] {
  const open = (label: string, which: Opened, danger = false): MenuItem => ({
    label,
    danger,
    onSelect: () => setOpened(which),
  });
  return [
    open("Rename…", "rename"),
    {
      label: "Sign in with this one",
      disabled: isDefault,
      onSelect: () => void makeDefault(account),
    },
    open("Reset…", "reset", true),
    open("Close…", "close", true),
  ];
}

function Actions(props: ActionsProps) {
  const { account, isCurrent, setOpened } = props;
  return (
    <>
      {!isCurrent && (
        <Button size="sm" onClick={() => void change(account)}>
          Trade with it
        </Button>
      )}
      <Button size="sm" onClick={() => setOpened("deposit")}>
        Deposit
      </Button>
      <Button size="sm" onClick={() => setOpened("withdrawal")}>
        Withdraw
      </Button>
      <Menu
        trigger={
          <IconButton
            size="sm"
            label={`More for ${account.name}`}
            icon={<Ellipsis className="size-4" />}
          />
        }
        items={itemsOf(props)}
      />
    </>
  );
}

function Facts({ account, isCurrent, isDefault }: CardProps) {
  const marks = [isCurrent && "traded with now", isDefault && "the one you sign in with"];
  const facts = [
    ["Cash", money(account.cash)],
    ["Paid in", money(account.paid_in)],
    ["Kind", account.margin === "margin" ? "margin" : "cash"],
    ["State", [STATES[account.state], ...marks].filter(Boolean).join(", ")],
    ["Opened", dateTime(account.opened_at)],
    ["Begun", account.epoch === 1 ? "once" : `${account.epoch} times`],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3">
      {facts.map(([what, value]) => (
        <div key={what}>
          <dt className="text-xs text-faint">{what}</dt>
          <dd className="text-ink tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
