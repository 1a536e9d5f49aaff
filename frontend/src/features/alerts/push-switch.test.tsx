import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { PushSwitch } from "./push-switch";

const KEY =
  "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const ENDPOINT = "https://push.example/1";
const server = vi.hoisted(() => ({
  endpoint: null as string | null,
  put: vi.fn(),
  remove: vi.fn(),
}));

vi.mock("@/api/client", () => ({
  call: async (asked: Promise<unknown>) => await asked,
  api: {
    auth: {
      GET: async () => ({ public_key: KEY, endpoint: server.endpoint }),
      PUT: async (_: string, { body }: { body: { endpoint: string } }) => {
        server.put(body);
        server.endpoint = body.endpoint;
      },
      DELETE: async () => {
        server.remove();
        server.endpoint = null;
      },
    },
  },
}));

class Browser {
  own: PushSubscription | null = null;
  permission: NotificationPermission = "default";
  answer: NotificationPermission = "granted";
  readonly asked: PushSubscriptionOptionsInit[] = [];
  readonly unsubscribe = vi.fn(async () => {
    this.own = null;
    return true;
  });

  subscription(): PushSubscription {
    return {
      endpoint: ENDPOINT,
      options: { applicationServerKey: null, userVisibleOnly: true },
      toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: this.unsubscribe,
    } as unknown as PushSubscription;
  }

  install(): void {
    const manager = {
      getSubscription: async () => this.own,
      subscribe: async (options: PushSubscriptionOptionsInit) => {
        this.asked.push(options);
        this.own = this.subscription();
        return this.own;
      },
    };
    const browser = this;
    const Notifications = {
      get permission() {
        return browser.permission;
      },
      requestPermission: async () => {
        browser.permission = browser.answer;
        return browser.answer;
      },
    };
    vi.stubGlobal("PushManager", class {});
    vi.stubGlobal("Notification", Notifications);
    const ready = Promise.resolve({ pushManager: manager });
    Object.defineProperty(navigator, "serviceWorker", { configurable: true, value: { ready } });
  }
}

let browser: Browser;

beforeEach(() => {
  browser = new Browser();
  server.endpoint = null;
  server.put.mockClear();
  server.remove.mockClear();
  useSession.setState({ session: { user: { user_id: "ada" } } as Session });
});

afterEach(() => {
  queries.clear();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "serviceWorker");
  useSession.setState({ session: null });
});

async function shown(): Promise<HTMLElement> {
  render(
    <QueryClientProvider client={queries}>
      <PushSwitch />
    </QueryClientProvider>,
  );
  return await screen.findByRole("switch", { name: "Notify this device" });
}

it("says where a device cannot be notified", async () => {
  const toggle = await shown();
  expect(await screen.findByText(/cannot be notified here/)).toBeInTheDocument();
  expect(toggle).toHaveAttribute("aria-disabled", "true");
});

it("says where the browser blocks it", async () => {
  browser.permission = "denied";
  browser.install();
  const toggle = await shown();
  expect(await screen.findByText(/blocks notifications/)).toBeInTheDocument();
  expect(toggle).toHaveAttribute("aria-disabled", "true");
});

it("is off until it is turned on, and can be turned off again", async () => {
  browser.install();
  const toggle = await shown();
  expect(await screen.findByText(/Off by default/)).toBeInTheDocument();
  expect(toggle).not.toBeChecked();

  fireEvent.click(toggle);
  await waitFor(() => expect(toggle).toBeChecked());
  expect(await screen.findByText(/as long as you stay signed in/)).toBeInTheDocument();
  const wanted = { endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" } };
  expect(server.put).toHaveBeenCalledExactlyOnceWith(wanted);
  const [asked] = browser.asked;
  expect(asked?.userVisibleOnly).toBe(true);
  expect(asked?.applicationServerKey).toHaveLength(65);

  await waitFor(() => expect(toggle).not.toHaveAttribute("aria-disabled"));
  fireEvent.click(toggle);
  await waitFor(() => expect(toggle).not.toBeChecked());
  expect(server.remove).toHaveBeenCalledOnce();
  expect(browser.unsubscribe).toHaveBeenCalledOnce();
});

it("stays off where nobody allows it, and says so", async () => {
  browser.answer = "denied";
  browser.install();
  const toggle = await shown();
  await screen.findByText(/Off by default/);
  fireEvent.click(toggle);
  expect(await screen.findByText(/was not allowed/)).toBeInTheDocument();
  await waitFor(() => expect(toggle).not.toBeChecked());
  expect(server.put).not.toHaveBeenCalled();
});

it("is off in a session that did not ask for it, whatever the browser remembers", async () => {
  browser.install();
  browser.own = browser.subscription();
  server.endpoint = null;
  const toggle = await shown();
  expect(await screen.findByText(/Off by default/)).toBeInTheDocument();
  expect(toggle).not.toBeChecked();
});
