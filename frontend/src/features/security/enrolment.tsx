import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/auth";
import { asProblem, errorOf } from "@/api/problem";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Failed } from "@/ui/states";
import { toast } from "@/ui/toast";

type Secret = components["schemas"]["EnrolmentResponse"];

interface EnrolmentProps {
  enrolment: Secret;
  take: (codes: readonly string[]) => void;
  onLeave: () => void;
}

/** In groups of four, as people type it. */
export const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** The secret as a picture and as letters, until a code shows that an app has it. */
export function Enrolment({ enrolment, take, onLeave }: EnrolmentProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[auto_1fr]">
      <img
        src={enrolment.qr}
        alt="QR code of the secret, for an authenticator app"
        width="200"
        height="200"
        className="rounded-lg bg-white p-2"
      />
      <div className="min-w-0 space-y-3">
        <p className="text-sm text-muted">
          Scan this with an authenticator app, or{" "}
          <a href={enrolment.uri} className="underline hover:text-ink">
            open it in one here
          </a>
          , or type the secret:
        </p>
        <p className="font-mono text-sm break-words text-ink select-all">
          {inGroups(enrolment.secret)}
        </p>
        <ConfirmForm take={take} onLeave={onLeave} />
      </div>
    </div>
  );
}

function ConfirmForm({ take, onLeave }: Omit<EnrolmentProps, "enrolment">) {
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () => call(api.auth.POST("/api/auth/second-factor/confirm", { body: { code } })),
    onSuccess: ({ recovery_codes }) => {
      toast.success("From now on a code is asked for when you sign in.");
      take(recovery_codes);
    },
    onError: () => setCode(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <TextField
        label="Code that the app shows"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        value={code}
        onValueChange={setCode}
        error={errorOf(confirm.error, "code") && "Six digits, please."}
      />
      {confirm.error && <Failed problem={asProblem(confirm.error)} />}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={confirm.isPending}>
          Confirm
        </Button>
        <Button onClick={onLeave}>Leave it</Button>
      </div>
    </form>
  );
}
