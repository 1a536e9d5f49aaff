import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";

const SOURCE = readFileSync(`${import.meta.dirname}/../../public/push.js`, "utf8");

interface Page {
  readonly focused: boolean;
  readonly postMessage: ReturnType<typeof vi.fn>;
  readonly focus: ReturnType<typeof vi.fn>;
}

/** The service worker, with these pages open. */
function worker(...pages: Page[]) {
  const listeners: Record<string, (event: unknown) => void> = {};
  const showNotification = vi.fn();
  const openWindow = vi.fn();
  const self = {
    addEventListener: (name: string, listener: (event: unknown) => void) => {
      listeners[name] = listener;
    },
    clients: { matchAll: async () => pages, openWindow },
    registration: { showNotification },
  };
  new Function("self", SOURCE)(self);
  const fire = async (name: string, event: object) => {
    let done: unknown;
    listeners[name]?.({ ...event, waitUntil: (work: unknown) => (done = work) });
    await done;
  };
  return { fire, showNotification, openWindow };
}

const page = (focused: boolean): Page => ({ focused, postMessage: vi.fn(), focus: vi.fn() });
const json = (told: unknown) => ({ data: { json: () => told } });
const clicked = (path: unknown) => ({ notification: { close: vi.fn(), data: { path } } });

it("shows what it is told", async () => {
  const { fire, showNotification } = worker();
  const told = { title: "Sold IBM", body: "100", tag: "1", path: "/orders/1", at: "2026-11-22Z" };
  await fire("push", json(told));
  const [title, options] = showNotification.mock.calls[0] ?? [];
  expect(title).toBe("Sold IBM");
  expect(options).toMatchObject({ body: "100", tag: "1", data: { path: "/orders/1" } });
  expect(options).toMatchObject({ silent: false });
});

it("makes no sound for who looks at the terminal", async () => {
  const { fire, showNotification } = worker(page(false), page(true));
  await fire("push", json({ title: "Sold IBM" }));
  expect(showNotification.mock.calls[0]?.[1]).toMatchObject({ silent: true });
});

it("shows something even if it cannot be read: the browser wants that", async () => {
  const { fire, showNotification } = worker();
  await fire("push", { data: null });
  expect(showNotification.mock.calls[0]?.[0]).toBe("Outcry");
});

it("opens the terminal where it is not open", async () => {
  const { fire, openWindow } = worker();
  await fire("notificationclick", clicked("/orders/1"));
  expect(openWindow).toHaveBeenCalledExactlyOnceWith("/orders/1");
});

it("lets an open terminal go there by itself", async () => {
  const [behind, front] = [page(false), page(true)];
  const { fire, openWindow } = worker(behind, front);
  await fire("notificationclick", clicked("/orders/1"));
  const message = { type: "outcry.open", path: "/orders/1" };
  expect(front.postMessage).toHaveBeenCalledExactlyOnceWith(message);
  expect(front.focus).toHaveBeenCalledOnce();
  expect(behind.postMessage).not.toHaveBeenCalled();
  expect(openWindow).not.toHaveBeenCalled();
});

it.each(["https://evil.example", "//evil.example", "/\\evil.example", undefined, 7])(
  "opens nothing but pages of ours: %s",
  async (path) => {
    const { fire, openWindow } = worker();
    await fire("notificationclick", clicked(path));
    expect(openWindow).toHaveBeenCalledExactlyOnceWith("/alerts");
  },
);
