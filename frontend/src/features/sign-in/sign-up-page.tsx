import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import { asProblem, errorOf } from "@/api/problem";
import { usePatience } from "@/state/patience";
import { Button } from "@/ui/button";
import { PasswordField, TextField } from "@/ui/field";
import { useArrival } from "./destination";
import { Entrance } from "./entrance";
import { Refusal } from "./refusal";

interface Entry {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** Refusals that are about one field, though the server does not say which. */
const FIELD_OF: Readonly<Record<string, keyof Entry>> = {
  email_taken: "email",
  password_too_common: "password",
};

/** What to say at a field: of the server's list, or of a refusal that is about it. */
export function signUpError(error: unknown, field: keyof Entry): string | undefined {
  if (!error) return undefined;
  const problem = asProblem(error);
  if (FIELD_OF[problem.code] === field) return problem.detail;
  return errorOf(problem, field === "name" ? "display_name" : field);
}

function useSignUp() {
  const arrive = useArrival();
  return useMutation({
    mutationFn: ({ email, password, name }: Entry) => {
      const body = { email, password, ...(name.trim() && { display_name: name.trim() }) };
      return call(api.auth.POST("/api/auth/register", { body }));
    },
    onSuccess: arrive,
  });
}

function SignUpForm() {
  const [entry, setEntry] = useState<Entry>({ email: "", name: "", password: "" });
  const signUp = useSignUp();
  const wait = usePatience(signUp.error);
  const field = (name: keyof Entry) => ({
    value: entry[name],
    onValueChange: (value: string) => setEntry({ ...entry, [name]: value }),
    error: signUpError(signUp.error, name),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signUp.mutate(entry);
  };
  const isSaid = signUp.error && asProblem(signUp.error).code in FIELD_OF;
  return (
    <form onSubmit={submit} className="space-y-3">
      <TextField label="E-mail" type="email" autoComplete="username" required {...field("email")} />
      <TextField label="Name (optional)" autoComplete="name" maxLength={80} {...field("name")} />
      <PasswordField
        label="Password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint="At least 8 characters, and not one that everybody has."
        {...field("password")}
      />
      {!isSaid && <Refusal error={signUp.error} wait={wait} />}
      <Button
        type="submit"
        variant="primary"
        className="w-full"
        busy={signUp.isPending}
        disabled={wait > 0}
      >
        Open an account
      </Button>
    </form>
  );
}

export function SignUpPage() {
  return (
    <Entrance title="Open an account">
      <SignUpForm />
      <p className="mt-4 text-sm text-muted">
        You have one?{" "}
        <Link to="/sign-in" search={(before) => before} className="underline hover:text-ink">
          Sign in
        </Link>
      </p>
      <p className="mt-2 text-xs text-faint">
        It begins with play money. Nothing here is real, and nothing leaves this exchange.
      </p>
    </Entrance>
  );
}
