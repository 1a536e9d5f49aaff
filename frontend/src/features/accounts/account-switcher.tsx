import { useRouter } from "@tanstack/react-router";
import { Check, ChevronDown, Settings2 } from "lucide-react";
import { asProblem } from "@/api/problem";
import { switchAccount } from "@/api/session";
import { type Account, useAccount, useAccounts } from "@/state/accounts";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/button";
import { money } from "@/ui/format";
import { Menu, type MenuItem } from "@/ui/menu";
import { toast } from "@/ui/toast";

async function change(account: Account): Promise<void> {
  try {
    await switchAccount(account.account_id);
    announce(`Now in ${account.name}.`, "polite");
  } catch (error) {
    toast.failure(asProblem(error));
  }
}

/** Which account is traded with, and the way to another. */
export function AccountSwitcher() {
  const router = useRouter();
  const current = useAccount();
  const accounts = useAccounts().data ?? [];
  const items: MenuItem[] = accounts
    .filter((one) => one.state !== "closed")
    .map((one) => ({
      label: `${one.name} · ${money(one.cash)} cash`,
      icon: <Mark isOn={one.account_id === current?.account_id} />,
      onSelect: () => void change(one),
    }));
  items.push({
    label: "Accounts…",
    icon: <Settings2 aria-hidden="true" className="size-4 text-faint" />,
    onSelect: () => void router.navigate({ to: "/accounts" }),
  });
  return (
    <Menu
      align="start"
      trigger={
        <Button
          size="sm"
          variant="quiet"
          className="max-w-44 max-[819px]:min-w-24 max-[819px]:shrink!"
          aria-label={`Account: ${current?.name ?? "…"}`}
        >
          <span className="truncate">{current?.name ?? "…"}</span>
          <ChevronDown aria-hidden="true" className="size-3.5 shrink-0" />
        </Button>
      }
      items={items}
    />
  );
}

function Mark({ isOn }: { isOn: boolean }) {
  if (!isOn) return <span className="size-4" />;
  return <Check role="img" aria-label="current" className="size-4 text-accent" />;
}
