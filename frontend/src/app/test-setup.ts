import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

/** jsdom lays nothing out; a virtual list needs a size to show any row at all. */
class Unresizing implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= Unresizing;
for (const kind of ["offset", "client"]) {
  Object.defineProperty(HTMLElement.prototype, `${kind}Width`, { configurable: true, value: 1024 });
  Object.defineProperty(HTMLElement.prototype, `${kind}Height`, { configurable: true, value: 600 });
}

globalThis.matchMedia ??= (media: string) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as MediaQueryList;
Element.prototype.scrollTo ??= () => undefined;
Element.prototype.scrollIntoView ??= () => undefined;
