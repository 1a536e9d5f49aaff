/** Watches prices, the account and the line, as long as a terminal is open. Draws nothing. */
import { useEffect, useMemo, useState } from "react";
import { useSession } from "@/api/session";
import { connection } from "@/live/connection";
import { onPrivate } from "@/live/private";
import { useQuotes } from "@/live/quotes";
import { price } from "@/ui/format";
import { alerts, putAlert, useAlerts } from "./alert-store";
import { keepFor } from "./notice-store";
import { type Notice, noticeOf } from "./notices";
import { middle, type Prices } from "./prices";
import { type Alert, describe, fire, isWaiting, moveOff } from "./rules";
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
  useEffect(listenToTabs, []);
  return isFirst && userId ? <PriceWatch /> : null;
}

/** Whether this is the one tab of several that watches prices and makes sounds. */
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

const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel(TABS) : undefined;

/** An alert goes off in one tab; the others hear of it. */
function listenToTabs(): () => void {
  const hear = ({ data }: MessageEvent<Notice>) => tell(data);
  tabs?.addEventListener("message", hear);
  return () => tabs?.removeEventListener("message", hear);
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

function PriceWatch() {
  const all = useAlerts();
  const symbols = useMemo(
    () =>
      [
        ...new Set(
          Object.values(all)
            .filter(isWaiting)
            .map(({ symbol }) => symbol),
        ),
      ].sort(),
    [all],
  );
  const quotes = useQuotes(symbols);
  useEffect(() => {
    judge(quotes);
  }, [quotes]);
  return null;
}

/** Exported for tests: every alert that waits, against the prices of now. */
export function judge(quotes: Prices, now = new Date()): void {
  for (const alert of Object.values(alerts())) {
    const at = middle(quotes.get(alert.symbol));
    if (!at || !isWaiting(alert)) continue;
    const fired = fire(alert, at, now);
    const moved = fired ?? moveOff(alert, at);
    if (moved !== alert) putAlert(moved);
    if (fired) goOff(fired, at);
  }
}

function goOff(alert: Alert, at: string): void {
  const notice: Notice = {
    id: `${alert.id} ${alert.firedAt}`,
    kind: "price",
    title: describe(alert),
    detail: `Now at ${price(at)}`,
    at: alert.firedAt ?? "",
    isUrgent: true,
    symbol: alert.symbol,
  };
  tell(notice);
  tabs?.postMessage(notice);
}
