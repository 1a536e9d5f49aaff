import { type ReactNode, useLayoutEffect, useRef } from "react";
import { compare } from "@/ui/decimal";

interface FlashProps {
  value: string | undefined;
  children: ReactNode;
}

const FLASH_MS = 300;
const LOOKS = {
  up: { arrow: "▲", background: "var(--color-up-soft)" },
  down: { arrow: "▼", background: "var(--color-down-soft)" },
} as const;

/** The shell says what the user chose; before it does, the system's wish counts. */
function isStill(): boolean {
  const { motion } = document.documentElement.dataset;
  if (motion) return motion === "reduced";
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/** Lights up for a moment, with an arrow, when its value rose or fell. It renders nothing anew. */
export function Flash({ value, children }: FlashProps) {
  const box = useRef<HTMLSpanElement>(null);
  const arrow = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useLayoutEffect(() => {
    const from = before.current;
    before.current = value;
    if (!from || !value || isStill()) return;
    const way = compare(value, from);
    if (way !== 0) flash(box.current, arrow.current, way > 0 ? "up" : "down");
  }, [value]);
  return (
    <span ref={box} className="inline-flex items-baseline rounded-sm px-0.5 tabular-nums">
      <span ref={arrow} aria-hidden="true" className="w-3 text-[0.7em] opacity-0" />
      {children}
    </span>
  );
}

function flash(box: HTMLElement | null, glyph: HTMLElement | null, way: keyof typeof LOOKS): void {
  const { arrow, background } = LOOKS[way];
  if (glyph) glyph.textContent = arrow;
  const clear = "transparent";
  box?.animate?.({ backgroundColor: [background, clear] }, { duration: FLASH_MS });
  glyph?.animate?.({ opacity: [1, 1, 0] }, { duration: FLASH_MS });
}
