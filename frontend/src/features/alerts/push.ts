/** Whether this device is notified while no terminal is open: what the browser and the server say. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { Problem } from "@/api/problem";
import { queries } from "@/api/query";
import { useSession } from "@/api/session";

export type Push = "unsupported" | "blocked" | "off" | "on";

/** So long a service worker may take to be there; without one there is nothing to wake. */
const READY_MS = 5000;
const KEY = "push";

export function usePush() {
  const userId = useSession((state) => state.session?.user.user_id ?? "");
  return useQuery({ queryKey: [KEY, userId], queryFn: look, enabled: userId !== "" });
}

export function useChangePush() {
  return useMutation({
    mutationFn: (isOn: boolean) => (isOn ? turnOn() : turnOff()),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

export async function look(): Promise<Push> {
  const manager = await pushManager();
  if (!manager) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  const [{ endpoint }, own] = await Promise.all([settings(), manager.getSubscription()]);
  // After signing in anew the browser still has what the session before had asked for.
  return own && own.endpoint === endpoint ? "on" : "off";
}

export async function turnOn(): Promise<void> {
  const manager = await pushManager();
  if (!manager) throw new Problem("push_unsupported", "This browser cannot be notified.");
  if ((await Notification.requestPermission()) !== "granted")
    throw new Problem("push_not_allowed", "The browser was not allowed to show notifications.");
  const { public_key } = await settings();
  const own = await subscribed(manager, bytesOf(public_key));
  const { endpoint, keys } = own.toJSON();
  const { p256dh = "", auth = "" } = keys ?? {};
  const body = { endpoint: endpoint ?? own.endpoint, keys: { p256dh, auth } };
  await call(api.auth.PUT("/api/auth/push", { body }));
}

export async function turnOff(): Promise<void> {
  await call(api.auth.DELETE("/api/auth/push"));
  const own = await (await pushManager())?.getSubscription();
  await own?.unsubscribe().catch(() => false); // nobody sends to it any more
}

const settings = () => call(api.auth.GET("/api/auth/push"));

async function pushManager(): Promise<PushManager | undefined> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
    return undefined;
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, READY_MS, undefined));
  return (await Promise.race([navigator.serviceWorker.ready, late]))?.pushManager;
}

/** A subscription is good for one key; one of an installation that was here before is replaced. */
async function subscribed(manager: PushManager, key: Uint8Array<ArrayBuffer>) {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const own = await manager.getSubscription();
  const known = own?.options.applicationServerKey;
  if (own && known && `${new Uint8Array(known)}` !== `${key}`) await own.unsubscribe();
  try {
    return await manager.subscribe(options);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw new Problem("push_failed", `The browser's push service cannot be reached. ${why}`.trim());
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}
