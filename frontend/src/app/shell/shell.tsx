import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession } from "@/api/session";
import { isDead, useConnection } from "@/live/connection";
import { usePreferencesSync } from "@/state/preferences";
import { useShortcutKeys } from "@/state/shortcuts";
import { useIsPhone } from "@/ui/media";
import { useFocusOnArrival } from "../page";
import { Slot } from "../slot";
import { BottomTabs } from "./bottom-tabs";
import { GlobalActions } from "./global-actions";
import { useNotificationClicks } from "./notification-clicks";
import { PhoneStrip } from "./phone-strip";
import { Rail } from "./rail";
import { Starting } from "./starting";
import { TopBar } from "./top-bar";

/** What stands around every page, for whoever is signed in. */
export function Shell() {
  const session = useSession((state) => state.session);
  usePreferencesSync();
  useShortcutKeys();
  useNotificationClicks();
  if (session === undefined) return <Starting />;
  if (session === null) return <ToSignIn />;
  // Another account is another world: nothing of the one before stays on the page.
  return <Frame key={session.account_id} />;
}

/** Once: the address on the way there is another, and not one to come back to. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const { href, pathname } = router.latestLocation;
    if (pathname === "/sign-in") return;
    const search = href === "/" ? {} : { next: href };
    void router.navigate({ to: "/sign-in", search, replace: true });
  }, [router]);
  return null;
}

export function Frame() {
  const isPhone = useIsPhone();
  const line = useConnection((state) => (isDead(state) ? "stale" : "live"));
  const main = useFocusOnArrival<HTMLElement>();
  return (
    <div className="shell" data-line={line}>
      <a href="#main" className="skip-link">
        Skip to the content
      </a>
      <TopBar />
      {isPhone && <PhoneStrip />}
      <Slot name="StaleBar" />
      <Slot name="ClockBar" />
      <div className="flex min-h-0 flex-1">
        {!isPhone && <Rail />}
        <main
          ref={main}
          id="main"
          tabIndex={-1}
          className="min-w-0 flex-1 overflow-auto outline-none"
        >
          <Outlet />
        </main>
      </div>
      {isPhone && <BottomTabs />}
      <GlobalActions />
    </div>
  );
}
