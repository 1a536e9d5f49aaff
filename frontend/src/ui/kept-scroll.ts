/**
 * The browser scrolls a table to whatever Tab reaches in it: headings on the right, the buttons at
 * the end of a row. Nothing scrolled back afterwards, and the first columns were gone. Who leaves
 * a table finds it as it was before, but for what they scrolled themselves.
 */

interface Place {
  left: number;
  top: number;
}

const SIDEWAYS = ["ArrowLeft", "ArrowRight"];
const UP_AND_DOWN = ["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "];

/** A `ref` for what is around one scroller, `.grid-scroller`. */
export function keepScroll(around: HTMLElement | null): (() => void) | undefined {
  if (!around) return undefined;
  const scroller = () => around.querySelector<HTMLElement>(".grid-scroller");
  const kept: Place = { left: 0, top: 0 };
  const isMoved = { left: false, top: false };
  const isInside = () => around.contains(document.activeElement);

  // Heard a frame after it has happened: what Tab scrolls is heard when the focus is inside.
  const onScroll = ({ target }: Event) => {
    if (isInside() || target !== scroller()) return;
    const { scrollLeft, scrollTop } = target as HTMLElement;
    Object.assign(kept, { left: scrollLeft, top: scrollTop });
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (SIDEWAYS.includes(key)) isMoved.left = true;
    if (UP_AND_DOWN.includes(key)) isMoved.top = true;
  };
  const onPress = () => Object.assign(isMoved, { left: true, top: true });
  const onWheel = () => isInside() && onPress();
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    // When the window loses the focus, the element in it does not.
    if (around.contains(relatedTarget as Node | null) || isInside()) return;
    const one = scroller();
    if (!one) return;
    if (!isMoved.left) one.scrollLeft = kept.left;
    if (!isMoved.top) one.scrollTop = kept.top;
    Object.assign(kept, { left: one.scrollLeft, top: one.scrollTop });
    Object.assign(isMoved, { left: false, top: false });
  };

  const hearing = new AbortController();
  const { signal } = hearing;
  around.addEventListener("scroll", onScroll, { signal, capture: true, passive: true });
  around.addEventListener("keydown", onKeyDown, { signal, capture: true });
  around.addEventListener("wheel", onWheel, { signal, passive: true });
  around.addEventListener("pointerdown", onPress, { signal });
  around.addEventListener("focusout", onFocusOut, { signal });
  return () => hearing.abort();
}
