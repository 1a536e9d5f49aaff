import { useState } from "react";
import { api, call } from "@/api/client";
import { errorOf } from "@/api/problem";
import { queries } from "@/api/query";
import { DecimalField } from "@/ui/field";
import { money } from "@/ui/format";
import { toast } from "@/ui/toast";
import { type AboutAccount, FormDialog, useWish } from "./form-dialog";
import { amountError } from "./progress";

type Kind = "deposit" | "withdrawal";

interface TransferMoneyProps extends AboutAccount {
  kind: Kind;
}

const WORDS = {
  deposit: { title: "Pay play money in", label: "Deposit", path: "deposits" },
  withdrawal: { title: "Take play money out", label: "Withdraw", path: "withdrawals" },
} as const;

export function TransferMoney(props: TransferMoneyProps) {
  return props.open ? <Open {...props} /> : null;
}

function Open({ account, kind, onOpenChange }: TransferMoneyProps) {
  const [amount, setAmount] = useState("");
  const wish = useWish();
  const words = WORDS[kind];
  const transfer = async () => {
    const path = { account_id: account.account_id };
    const params = { path, header: { "Idempotency-Key": wish } };
    await call(
      api.portfolio.POST(`/api/portfolio/accounts/{account_id}/${words.path}`, {
        params,
        body: { amount },
      }),
    );
    toast.info(`${words.label}: ${money(amount)} on its way.`);
    void queries.invalidateQueries({ queryKey: [account.account_id, "transfers"] });
  };
  const wrong = amount === "" ? undefined : amountError(amount);
  return (
    <FormDialog
      title={`${words.title}: ${account.name}`}
      submitLabel={words.label}
      isReady={amountError(amount) === undefined}
      onClose={() => onOpenChange(false)}
      onSubmit={transfer}
    >
      {(problem) => (
        <DecimalField
          label="Amount"
          unit="USD"
          step="100"
          min="0"
          value={amount}
          onValueChange={setAmount}
          hint={`There are ${money(account.cash)} in cash; what open orders hold is not free.`}
          error={errorOf(problem, "amount") ?? wrong}
        />
      )}
    </FormDialog>
  );
}
