/** When the server says to come back later, a form says when, and asks nobody before. */
import { useEffect, useState } from "react";
import { Problem } from "@/api/problem";

const TICK_MS = 250;

/** Seconds until the server would listen again; 0 if it would now. */
export function usePatience(error: unknown): number {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(0);
  useEffect(() => {
    const seconds = error instanceof Problem ? error.retryAfter : undefined;
    if (seconds === undefined) return setUntil(0);
    const end = Date.now() + seconds * 1000;
    setUntil(end);
    setNow(Date.now());
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= end) clearInterval(timer);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [error]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

/** "45 s", "3 min": how long somebody has to wait. */
export function waitOf(seconds: number): string {
  return seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
