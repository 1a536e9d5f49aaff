/** Begins to be live: joins the line, and puts what comes from it where it belongs. */
import { api, call } from "@/api/client";
import { useSession } from "@/api/session";
import { dispatch } from "./dispatch";
import { forgetEvents, noteEvents } from "./events";
import type { PrivateFrame, PublicFrame } from "./frames";
import type { Ticket } from "./line";
import type { Who } from "./messages";
import { tellPrivate } from "./private";
import { lost, up } from "./recovery";
import { noteData, noteStatus, watchState } from "./state";
import { Tab } from "./tab";
import { CLOCK } from "./topics";
import { shared, unshared } from "./ways";
import { wishes } from "./wishes";

/**
 * A worker that has not answered by then does not run here, whatever the browser says. A slow
 * computer must not be taken for that, or it would have two lines.
 */
const ANSWER_MS = 15_000;

let hasStarted = false;

/** Be live for as long as the page lives. Once is enough; again does nothing. */
export function startLive(): void {
  if (hasStarted) return;
  hasStarted = true;
  wishes.want(CLOCK); // also shows that the market still speaks
  const tab = new Tab({
    account,
    topics: () => wishes.topics(),
    isVisible: () => document.visibilityState === "visible",
    ticket,
    frames,
    status: noteStatus,
    up,
    lost,
  });
  retry = () => tab.nudge();
  join(tab);
  watch(tab);
  watchState();
}

let retry = (): void => undefined;

/** Try now rather than when it is due. */
export function retryNow(): void {
  retry();
}

function join(tab: Tab): void {
  let isShared = true;
  const giveUp = () => {
    if (!isShared || tab.isHeard) return;
    isShared = false;
    tab.join(unshared());
  };
  const way = shared(giveUp);
  if (way) tab.join(way);
  setTimeout(giveUp, way ? ANSWER_MS : 0);
}

/** Whatever may have changed is said at once; what the browser does not say, every few seconds. */
function watch(tab: Tab): void {
  const here = () => tab.here();
  wishes.onChange = here;
  let known = account();
  useSession.subscribe(() => {
    if (account() === known) return;
    known = account();
    forgetEvents();
    here();
  });
  document.addEventListener("visibilitychange", here);
  document.addEventListener("resume", here); // the page was frozen
  window.addEventListener("pageshow", ({ persisted }) => persisted && here());
  window.addEventListener("pagehide", () => tab.leave());
  window.addEventListener("online", () => tab.nudge());
  window.addEventListener("offline", () => tab.nudge());
}

function account(): Who {
  const { session } = useSession.getState();
  return session ? session.account_id : session;
}

/** For the account that the session is of, which may change while the ticket is on its way. */
async function ticket(): Promise<Ticket | undefined> {
  const before = account();
  const { ticket: text } = await call(api.stream.POST("/api/stream/ticket"));
  const accountId = account();
  return accountId && accountId === before ? { ticket: text, accountId } : undefined;
}

function frames(some: readonly (PublicFrame | PrivateFrame)[]): void {
  noteData(some);
  const ours = dispatch(some);
  if (ours.length === 0) return;
  noteEvents(ours);
  tellPrivate(ours);
}
