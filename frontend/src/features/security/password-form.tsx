import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import { asProblem, errorOf } from "@/api/problem";
import { usePatience, waitOf } from "@/state/patience";
import { withStepUp } from "@/state/step-up";
import { Button } from "@/ui/button";
import { PasswordField } from "@/ui/field";
import { Failed } from "@/ui/states";
import { toast } from "@/ui/toast";
import { askAgain } from "./queries";

type Field = "current_password" | "new_password";
const EMPTY: Readonly<Record<Field, string>> = { current_password: "", new_password: "" };
const FIELD_OF: Readonly<Record<string, Field>> = {
  wrong_password: "current_password",
  password_too_common: "new_password",
};

function errorAt(error: unknown, field: Field): string | undefined {
  if (!error) return undefined;
  const problem = asProblem(error);
  return FIELD_OF[problem.code] === field ? problem.detail : errorOf(problem, field);
}

function useChange(entry: typeof EMPTY, onChanged: () => void) {
  return useMutation({
    mutationFn: () =>
      withStepUp(() => call(api.auth.POST("/api/auth/password", { body: { ...entry } }))),
    onSuccess: () => {
      onChanged();
      toast.success("Password changed. Your other sessions have ended.");
      return askAgain();
    },
  });
}

export function PasswordForm() {
  const [entry, setEntry] = useState(EMPTY);
  const change = useChange(entry, () => setEntry(EMPTY));
  const wait = usePatience(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const field = (name: Field) => ({
    value: entry[name],
    onValueChange: (value: string) => setEntry({ ...entry, [name]: value }),
    error: errorAt(change.error, name),
    required: true,
  });
  const isSaid = change.error && asProblem(change.error).code in FIELD_OF;
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
      <PasswordField
        label="Password of now"
        autoComplete="current-password"
        {...field("current_password")}
      />
      <PasswordField
        label="New password"
        autoComplete="new-password"
        minLength={8}
        maxLength={128}
        hint="At least 8 characters, and not one that everybody has."
        {...field("new_password")}
      />
      {change.error && !isSaid && <Failed problem={asProblem(change.error)} />}
      {wait > 0 && <p className="text-sm text-muted">You can try again in {waitOf(wait)}.</p>}
      <div className="sm:col-span-2">
        <Button type="submit" variant="primary" busy={change.isPending} disabled={wait > 0}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
