/** Bars as they grow and close, handed on once per animation frame, none that closed left out. */
import { useEffect, useRef } from "react";
import type { Bar, BarInterval } from "./frames";
import { barsOf, type Topic } from "./topics";
import { wishes } from "./wishes";

const HIDDEN_MS = 1_000;

type OnBar = (bar: Bar) => void;

const listeners = new Map<Topic, Set<OnBar>>();
/** By topic, then by when the bar begins and whether it has closed. */
const waiting = new Map<Topic, Map<string, Bar>>();
let isTelling = false;

/** Call `onBar` with each bar of the symbol, the growing one again and again. */
export function useBar(symbol: string | undefined, interval: BarInterval, onBar: OnBar): void {
  const latest = useRef(onBar);
  useEffect(() => {
    latest.current = onBar;
  }, [onBar]);
  useEffect(() => {
    if (!symbol) return;
    return onBars(symbol, interval, (bar) => latest.current(bar));
  }, [symbol, interval]);
}

/** Hear bars outside React, until what is returned is called. */
export function onBars(symbol: string, interval: BarInterval, onBar: OnBar): () => void {
  const topic = barsOf(symbol, interval);
  const some = listeners.get(topic) ?? new Set();
  listeners.set(topic, some.add(onBar));
  const leave = wishes.want(topic);
  return () => {
    some.delete(onBar);
    if (some.size === 0) listeners.delete(topic);
    leave();
  };
}

export function showBar(bar: Bar): void {
  const topic = barsOf(bar.symbol, bar.interval);
  if (!listeners.has(topic)) return;
  const bars = waiting.get(topic) ?? new Map<string, Bar>();
  waiting.set(topic, bars);
  bars.delete(bar.start); // so that what comes last is told last
  bars.set(bar.start, bar);
  if (isTelling) return;
  isTelling = true;
  // A page that nobody sees is not painted, but its chart must have no holes.
  if (document.hidden) setTimeout(tell, HIDDEN_MS);
  else requestAnimationFrame(tell);
}

function tell(): void {
  isTelling = false;
  for (const [topic, bars] of waiting) {
    waiting.delete(topic);
    for (const bar of bars.values()) for (const one of [...(listeners.get(topic) ?? [])]) one(bar);
  }
}

/** Bars that have not been told yet are not to be told. */
export const forgetBars = (): void => waiting.clear();
