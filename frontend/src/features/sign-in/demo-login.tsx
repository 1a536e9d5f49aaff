import { useEffect, useState } from "react";
import { usePatience } from "@/state/patience";
import { Button } from "@/ui/button";
import { type DemoLogin, demoOf } from "./demo";
import { Refusal } from "./refusal";
import { useSignIn } from "./sign-in-form";

let kept: DemoLogin | undefined;

/** The login of the link, for as long as the page lives; the address and the history forget it. */
export function useDemoLogin(): DemoLogin | undefined {
  const [login] = useState(() => {
    kept = demoOf(globalThis.location.hash) ?? kept;
    return kept;
  });
  useEffect(() => {
    const { hash, pathname, search } = globalThis.location;
    if (!demoOf(hash)) return;
    // Not by the router's own history: it would go to the page anew.
    History.prototype.replaceState.call(history, history.state, "", pathname + search);
  }, []);
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
