import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import { asProblem, errorOf } from "@/api/problem";
import { begin } from "@/api/session";
import { usePatience, waitOf } from "@/state/patience";
import { finishStepUp, useStepUp } from "@/state/step-up";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { PasswordField, TextField } from "@/ui/field";
import { Failed, Skeleton } from "@/ui/states";
import { useSecondFactor } from "./queries";

/** Asks for a fresh proof of who is there, as often as some wish needs one. */
export function StepUpDialog() {
  const isOpen = useStepUp(({ waiting }) => waiting.length > 0);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => open || finishStepUp("declined")}
      title="Is it you?"
      description="This needs a fresh proof. It is good for five minutes."
    >
      {isOpen && <Proof />}
    </Dialog>
  );
}

function Proof() {
  const factor = useSecondFactor();
  if (factor.isError)
    return <Failed problem={asProblem(factor.error)} onRetry={() => void factor.refetch()} />;
  if (!factor.data) return <Skeleton lines={3} />;
  return <ProofForm kind={factor.data.enabled ? "code" : "password"} />;
}

function ProofForm({ kind }: { kind: "code" | "password" }) {
  const [secret, setSecret] = useState("");
  const proof = useMutation({
    mutationFn: () => {
      const body = kind === "code" ? { code: secret } : { password: secret };
      return call(api.auth.POST("/api/auth/step-up", { body }));
    },
    onSuccess: (session) => {
      begin(session);
      finishStepUp("proven");
    },
    onError: () => setSecret(""),
  });
  const wait = usePatience(proof.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    proof.mutate();
  };
  const Field = kind === "code" ? CodeField : CurrentPassword;
  return (
    <form onSubmit={submit} className="space-y-3">
      <Field value={secret} onValueChange={setSecret} error={errorOf(proof.error, kind)} />
      {proof.error && <Failed problem={asProblem(proof.error)} />}
      {wait > 0 && <p className="text-sm text-muted">You can try again in {waitOf(wait)}.</p>}
      <div className="flex justify-end gap-2">
        <Button onClick={() => finishStepUp("declined")}>Leave it</Button>
        <Button type="submit" variant="primary" busy={proof.isPending} disabled={wait > 0}>
          Go on
        </Button>
      </div>
    </form>
  );
}

interface SecretProps {
  value: string;
  onValueChange: (value: string) => void;
  error?: string | undefined;
}

function CodeField(props: SecretProps) {
  return (
    <TextField
      label="Code"
      autoComplete="one-time-code"
      required
      autoFocus
      spellCheck={false}
      hint="Of your authenticator app, or one of your recovery codes."
      {...props}
    />
  );
}

function CurrentPassword(props: SecretProps) {
  return (
    <PasswordField label="Password" autoComplete="current-password" required autoFocus {...props} />
  );
}
