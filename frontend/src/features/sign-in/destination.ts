/** Where to go after signing in. */
import { useRouter } from "@tanstack/react-router";
import { queries } from "@/api/query";
import { begin, type Session } from "@/api/session";

/** Only an address of ours, and none of the two pages that one comes from. */
export function destinationOf(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  const isOurs = /^\/(?![/\\])/.test(next) && !/^\/sign-(in|up)\b/.test(next);
  return isOurs ? next : "/";
}

/** Go to where somebody was before they had to sign in. */
export function useGoingOn(): () => void {
  const router = useRouter();
  return () => router.history.replace(destinationOf(globalThis.location.search));
}

/** Take over the session, forget what another user saw, and go on. */
export function useArrival(): (session: Session) => void {
  const goOn = useGoingOn();
  return (session) => {
    queries.clear();
    begin(session);
    goOn();
  };
}
