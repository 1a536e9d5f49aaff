import { useState } from "react";
import { usePatience } from "@/state/patience";
import { Button } from "@/ui/button";
import { type DemoLogin, demoOf } from "./demo";
import { Refusal } from "./refusal";
import { useSignIn } from "./sign-in-form";

/** Read the login of the link once, and take it out of the address and of the history. */
export function useDemoLogin(): DemoLogin | undefined {
  const [login] = useState(() => {
    const found = demoOf(globalThis.location.hash);
    const { pathname, search } = globalThis.location;
    if (found) globalThis.history.replaceState(globalThis.history.state, "", pathname + search);
    return found;
  });
  return login;
}

/** One press, and the demo trader is signed in. */
export function DemoButton({ login }: { login: DemoLogin }) {
  const signIn = useSignIn();
  const wait = usePatience(signIn.error);
  return (
    <div className="mb-4 space-y-2 border-b border-line pb-4">
      <Button
        variant="primary"
        className="w-full"
        autoFocus
        busy={signIn.isPending}
        disabled={wait > 0}
        onClick={() => signIn.mutate(login)}
      >
        Sign in as the demo trader
      </Button>
      <p className="text-xs text-faint">{login.email}</p>
      <Refusal error={signIn.error} wait={wait} />
    </div>
  );
}
