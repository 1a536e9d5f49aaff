/** Keeping the focus on the page when a question takes away the button that asked it. */
import { useEffect, useState } from "react";

const LOOK_MS = 100;
/** How long what was asked for may take to show: a list is read anew before a row goes. */
const PATIENCE_LOOKS = 50;
/** A button may be busy for a moment, and then there again. */
const GRACE_LOOKS = 10;

interface Asker {
  readonly element: HTMLElement;
  /** From the inside out: the element itself says nothing of its place once it is gone. */
  readonly around: readonly HTMLElement[];
}

function askerNow(): Asker | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  const around: HTMLElement[] = [];
  for (let one = element.parentElement; one && one !== document.body; one = one.parentElement)
    around.push(one);
  return { element, around };
}

const isUsable = (element: HTMLElement): boolean =>
  element.isConnected && !element.matches(":disabled");

/** The table that it was in, or the nearest heading. */
function landing({ element, around }: Asker): HTMLElement | null {
  if (isUsable(element)) return element;
  for (const one of around.filter(({ isConnected }) => isConnected)) {
    if (one.matches('[role="grid"]')) return one;
    const heading = one.querySelector<HTMLElement>("h1, h2, h3");
    if (heading) return heading;
  }
  return element.ownerDocument.querySelector<HTMLElement>("h1");
}

function land(asker: Asker): void {
  const place = landing(asker);
  if (place && place.tabIndex < 0) place.tabIndex = -1; // a heading has none of its own
  place?.focus({ preventScroll: true });
}

function watch(asker: Asker): void {
  const { element } = asker;
  const page = element.ownerDocument; // outlives the name `document`, as a page does in a test
  let looks = 0;
  const end = () => {
    clearInterval(timer);
    page.removeEventListener("focusin", onFocus);
  };
  // Whoever has gone elsewhere is not called back.
  const onFocus = ({ target }: FocusEvent) => target !== element && end();
  const look = () => {
    looks += 1;
    const now = page.activeElement;
    const isLost = now === page.body || now === null || (now === element && !isUsable(element));
    if (isLost && (isUsable(element) || !element.isConnected || looks > GRACE_LOOKS)) {
      end();
      land(asker);
    } else if (looks > PATIENCE_LOOKS) end();
  };
  const timer = setInterval(look, LOOK_MS);
  page.addEventListener("focusin", onFocus);
}

/** In a dialog: when it has closed, and its opener goes with what was done, the focus stays near. */
export function useKeptFocus(): void {
  // While it renders for the first time: the dialog has not taken the focus yet.
  const [asker] = useState(askerNow);
  useEffect(() => () => asker && watch(asker), [asker]);
}
