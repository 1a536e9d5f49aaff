import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { accessToken, useSession } from "@/api/session";
import { DemoButton, useDemoLogin } from "./demo-login";
import { useGoingOn } from "./destination";
import { Entrance } from "./entrance";
import { SignInForm } from "./sign-in-form";

/** Who is signed in already goes on at once, unless the link is for the demo trader. */
function useKnown(isHeld: boolean): void {
  const session = useSession((state) => state.session);
  const goOn = useGoingOn();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known who it is
  useEffect(() => {
    if (session === undefined) void accessToken().catch(() => undefined);
    else if (session && !isHeld) goOn();
  }, [session === undefined]);
}

export function SignInPage() {
  const demo = useDemoLogin();
  useKnown(demo !== undefined);
  return (
    <Entrance title="Sign in">
      {demo && <DemoButton login={demo} />}
      <SignInForm isFocused={!demo} />
      <p className="mt-4 text-sm text-muted">
        New here?{" "}
        <Link to="/sign-up" search={(before) => before} className="underline hover:text-ink">
          Open an account
        </Link>
      </p>
      {!demo && (
        <p className="mt-2 text-xs text-faint">
          Just looking? <code>make up</code> prints a link that signs the demo trader in.
        </p>
      )}
    </Entrance>
  );
}
