import { useState } from "react";
import { api, call } from "@/api/client";
import { errorOf } from "@/api/problem";
import { DecimalField, TextField } from "@/ui/field";
import { type AboutAccount, FormDialog, useWish } from "./form-dialog";
import { amountError } from "./progress";
import { askAgain, type Winding } from "./queries";

interface EndingProps extends AboutAccount {
  onAsked: (winding: Winding) => void;
}

export function ResetAccount(props: EndingProps) {
  return props.open ? <Reset {...props} /> : null;
}

export function CloseAccount(props: EndingProps) {
  return props.open ? <Close {...props} /> : null;
}

function useReset({ account, onAsked }: EndingProps, cash: string) {
  const wish = useWish();
  return async () => {
    const path = { account_id: account.account_id };
    const params = { path, header: { "Idempotency-Key": wish } };
    const asked = api.portfolio.POST("/api/portfolio/accounts/{account_id}/reset", {
      params,
      body: { cash },
    });
    onAsked(await call(asked));
    await askAgain();
  };
}

function Reset(props: EndingProps) {
  const { account, onOpenChange } = props;
  const [cash, setCash] = useState(account.opening_cash);
  const [typed, setTyped] = useState("");
  const wrong = amountError(cash);
  return (
    <FormDialog
      title={`Reset ${account.name}?`}
      submitLabel="Reset"
      variant="danger"
      isReady={typed.trim() === account.name && wrong === undefined}
      onClose={() => onOpenChange(false)}
      onSubmit={useReset(props, cash)}
    >
      {(problem) => (
        <>
          <p className="text-sm">
            All open orders are cancelled and all positions let go. The account begins anew; what
            was before stays to be read.
          </p>
          <DecimalField
            label="Begin with"
            unit="USD"
            step="1000"
            min="0"
            value={cash}
            onValueChange={setCash}
            error={errorOf(problem, "cash") ?? wrong}
          />
          <Typed name={account.name} value={typed} onValueChange={setTyped} />
        </>
      )}
    </FormDialog>
  );
}

function Close({ account, onOpenChange, onAsked }: EndingProps) {
  const [typed, setTyped] = useState("");
  const wish = useWish();
  const close = async () => {
    const path = { account_id: account.account_id };
    const params = { path, header: { "Idempotency-Key": wish } };
    onAsked(
      await call(api.portfolio.POST("/api/portfolio/accounts/{account_id}/close", { params })),
    );
    await askAgain();
  };
  return (
    <FormDialog
      title={`Close ${account.name}?`}
      submitLabel="Close the account"
      variant="danger"
      isReady={typed.trim() === account.name}
      onClose={() => onOpenChange(false)}
      onSubmit={close}
    >
      {() => (
        <>
          <p className="text-sm">
            All open orders are cancelled, all positions let go, and its API keys end. It cannot be
            opened again.
          </p>
          <Typed name={account.name} value={typed} onValueChange={setTyped} />
        </>
      )}
    </FormDialog>
  );
}

interface TypedProps {
  name: string;
  value: string;
  onValueChange: (value: string) => void;
}

function Typed({ name, ...field }: TypedProps) {
  return <TextField label={`Type “${name}” to confirm`} autoComplete="off" {...field} />;
}
