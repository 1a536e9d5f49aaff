import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { queries } from "@/api/query";
import { forget, useSession } from "@/api/session";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { countTouches, idleFor, idleState, touch, useIdleMinutes } from "./idle";

const LOOK_MS = 1000;

/** The server is told if it can be; here the session is over in any case. */
async function end(): Promise<void> {
  await api.auth.POST("/api/auth/logout").catch(() => undefined);
  forget();
  queries.clear();
}

/** Asks whether somebody is there, and signs out if nobody answers. */
export function IdleWarning() {
  const isSignedIn = useSession((state) => Boolean(state.session));
  const minutes = useIdleMinutes();
  return isSignedIn && minutes > 0 ? <Watch minutes={minutes} /> : null;
}

function Watch({ minutes }: { minutes: number }) {
  const [left, setLeft] = useState<number>();
  useEffect(countTouches, []);
  useEffect(() => {
    const timer = setInterval(() => {
      const idle = idleFor();
      const state = idleState(idle, minutes);
      setLeft(state === "warned" ? Math.ceil((minutes * 60_000 - idle) / 1000) : undefined);
      if (state === "over") void end();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [minutes]);
  const stay = () => {
    touch();
    setLeft(undefined);
  };
  return (
    <Dialog
      open={left !== undefined}
      onOpenChange={stay}
      title="Is somebody there?"
      description="Nobody has touched the terminal for a while. Open orders stay as they are."
      footer={
        <>
          <Button onClick={() => void end()}>Sign out</Button>
          <Button variant="primary" onClick={stay}>
            Stay signed in
          </Button>
        </>
      }
    >
      <p className="text-sm" role="timer">
        You are signed out in {left} seconds.
      </p>
    </Dialog>
  );
}
