import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import { asProblem, errorOf } from "@/api/problem";
import { usePatience } from "@/state/patience";
import { Button } from "@/ui/button";
import { PasswordField, TextField } from "@/ui/field";
import { useArrival } from "./destination";
import { Refusal } from "./refusal";

export interface Login {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}

/** Answers of the server that mean: a code is needed, and this page has to ask for it. */
const NEEDS_CODE = new Set(["second_factor_required", "wrong_code"]);

export function useSignIn() {
  const arrive = useArrival();
  return useMutation({
    mutationFn: (body: Login) => call(api.auth.POST("/api/auth/login", { body })),
    onSuccess: arrive,
  });
}

export function SignInForm({ isFocused }: { isFocused: boolean }) {
  const [login, setLogin] = useState({ email: "", password: "", code: "" });
  const [needsCode, setNeedsCode] = useState(false);
  const signIn = useSignIn();
  const wait = usePatience(signIn.error);
  const set = (name: keyof Login) => (value: string) => setLogin({ ...login, [name]: value });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { code, ...both } = login;
    signIn.mutate(needsCode ? { ...both, code } : both, {
      onError: (error) => NEEDS_CODE.has(asProblem(error).code) && setNeedsCode(true),
    });
  };
  const isAsking = signIn.error && asProblem(signIn.error).code === "second_factor_required";
  return (
    <form onSubmit={submit} className="space-y-3">
      <Credentials {...{ login, set, isFocused }} error={signIn.error} />
      {needsCode && <CodeField value={login.code} set={set("code")} error={signIn.error} />}
      {!isAsking && <Refusal error={signIn.error} wait={wait} />}
      <Button
        type="submit"
        variant="primary"
        className="w-full"
        busy={signIn.isPending}
        disabled={wait > 0}
      >
        Sign in
      </Button>
    </form>
  );
}

interface PartProps {
  isFocused: boolean;
  login: Login;
  set: (name: keyof Login) => (value: string) => void;
  error: unknown;
}

function Credentials({ login, set, error, isFocused }: PartProps) {
  return (
    <>
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        autoFocus={isFocused}
        value={login.email}
        onValueChange={set("email")}
        error={errorOf(error, "email")}
      />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        required
        value={login.password}
        onValueChange={set("password")}
        error={errorOf(error, "password")}
      />
    </>
  );
}

interface CodeFieldProps {
  value: string;
  set: (value: string) => void;
  error: unknown;
}

function CodeField({ value, set, error }: CodeFieldProps) {
  return (
    <TextField
      label="Code"
      autoComplete="one-time-code"
      required
      autoFocus
      spellCheck={false}
      maxLength={64}
      value={value}
      onValueChange={set}
      hint="The six digits that your authenticator app shows, or one of your recovery codes."
      error={errorOf(error, "code") && "Six digits, or a recovery code of 24 letters and digits."}
    />
  );
}
