import { type ReactNode, useLayoutEffect, useRef } from "react";
import { compare } from "@/ui/decimal";

interface FlashProps {
  value: string | undefined;
  children: ReactNode;
}

type Way = "up" | "down";

const FLASH_MS = 250;
const LOOK_MS = 50;

/** The shell says what the user chose; before it does, the system's wish counts. */
function isStill(): boolean {
  const { motion } = document.documentElement.dataset;
  if (motion) return motion === "reduced";
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/**
 * Lights up for a moment, with an arrow, when its value rose or fell. It renders nothing anew, and
 * its look (`.flash`) is switched rather than animated: a thousand animations a second would cost
 * the page more than all its prices.
 */
export function Flash({ value, children }: FlashProps) {
  const box = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useLayoutEffect(() => {
    const from = before.current;
    before.current = value;
    if (!from || !value || isStill()) return;
    const way = compare(value, from);
    if (way !== 0 && box.current) light(box.current, way > 0 ? "up" : "down");
  }, [value]);
  return (
    <span ref={box} className="flash">
      {children}
    </span>
  );
}

/** Those that are lit, and until when. They share a timer: there may be hundreds. */
const lit = new Map<HTMLElement, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

function light(box: HTMLElement, way: Way): void {
  if (box.dataset.flash !== way) box.dataset.flash = way;
  lit.set(box, Date.now() + FLASH_MS);
  if (timer === undefined) timer = setTimeout(putOut, FLASH_MS);
}

function putOut(): void {
  const now = Date.now();
  for (const [box, until] of lit) {
    if (until > now) continue;
    lit.delete(box);
    delete box.dataset.flash;
  }
  timer = lit.size > 0 ? setTimeout(putOut, LOOK_MS) : undefined;
}
