/** Hears of the account and of the line, as long as a terminal is open. Draws nothing. */
import { useEffect, useState } from "react";
import { useSession } from "@/api/session";
import { connection } from "@/live/connection";
import { onPrivate } from "@/live/private";
import { keepFor, useNotices } from "./notice-store";
import { firedWhileAway, type Notice, noticeOf } from "./notices";
import { useAlerts } from "./queries";
import { setFirst, tell } from "./telling";

const LOST_MS = 5000;
const TABS = "outcry.alerts";

export function Watch() {
  const userId = useSession((state) => state.session?.user.user_id);
  const isFirst = useFirst();
  useEffect(() => {
    if (userId) keepFor(userId);
  }, [userId]);
  useEffect(() => {
    setFirst(isFirst);
  }, [isFirst]);
  useEffect(listenToAccount, []);
  useEffect(listenToLine, []);
  return userId ? <Missed /> : null;
}

/** Whether this is the one tab of several that makes sounds. */
function useFirst(): boolean {
  const [isFirst, setIsFirst] = useState(!("locks" in navigator));
  useEffect(() => {
    if (!("locks" in navigator)) return;
    const leave = new AbortController();
    let done: (() => void) | undefined;
    navigator.locks
      .request(TABS, { signal: leave.signal }, () => {
        setIsFirst(true);
        return new Promise<void>((resolve) => {
          done = resolve;
        });
      })
      .catch(() => undefined); // not its turn any more
    return () => {
      leave.abort();
      done?.();
    };
  }, []);
  return isFirst;
}

function listenToAccount(): () => void {
  return onPrivate((frame) => {
    const notice = noticeOf(frame);
    if (notice) tell(notice);
  });
}

function listenToLine(): () => void {
  let lostAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTold = false;
  const lost = () => {
    isTold = true;
    tell(lineNotice("Connection lost", connection.getState().reason, true));
  };
  return connection.subscribe(({ state, recovery }, before) => {
    if (state === "live") {
      clearTimeout(timer);
      if (isTold) tell(lineNotice("Connection is back", recovered(recovery?.kind), false));
      lostAt = undefined;
      isTold = false;
    } else if (before.state === "live" && lostAt === undefined) {
      lostAt = Date.now();
      timer = setTimeout(lost, LOST_MS);
    }
  });
}

function recovered(kind: "resumed" | "refetched" | undefined): string {
  if (kind === "refetched") return "What was missed was read again.";
  return kind ? "What was missed was repeated, nothing is missing." : "";
}

function lineNotice(title: string, detail: string, isUrgent: boolean): Notice {
  const at = new Date().toISOString();
  return { id: `line ${at}`, kind: "connection", title, detail, at, isUrgent };
}

/** Tells what went off while nobody was here to hear the stream. */
function Missed() {
  const { data } = useAlerts();
  useEffect(() => {
    if (data) tell(...firedWhileAway(data, useNotices.getState().readAt));
  }, [data]);
  return null;
}
