import { useState } from "react";
import { api, call } from "@/api/client";
import { errorOf } from "@/api/problem";
import { TextField } from "@/ui/field";
import { type AboutAccount, FormDialog } from "./form-dialog";
import { askAgain } from "./queries";

export function Rename(props: AboutAccount) {
  return props.open ? <Open {...props} /> : null;
}

function Open({ account, onOpenChange }: AboutAccount) {
  const [name, setName] = useState(account.name);
  const rename = async () => {
    const params = { path: { account_id: account.account_id } };
    const body = { name: name.trim() };
    await call(api.portfolio.PATCH("/api/portfolio/accounts/{account_id}", { params, body }));
    await askAgain();
  };
  return (
    <FormDialog
      title={`Rename ${account.name}`}
      submitLabel="Rename"
      isReady={name.trim() !== ""}
      onClose={() => onOpenChange(false)}
      onSubmit={rename}
    >
      {(problem) => (
        <TextField
          label="Name"
          required
          autoFocus
          maxLength={60}
          value={name}
          onValueChange={setName}
          error={errorOf(problem, "name")}
        />
      )}
    </FormDialog>
  );
}
