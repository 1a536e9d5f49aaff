import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** Only paths of ours. */
const PATH = /^\/(?![/\\])/;

/** Goes where a notification leads that was clicked; the service worker says so (public/push.js). */
export function useNotificationClicks(): void {
  const router = useRouter();
  useEffect(() => {
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    const go = ({ data }: MessageEvent) => {
      const { type, path } = (data ?? {}) as { type?: unknown; path?: unknown };
      if (type === "outcry.open" && typeof path === "string" && PATH.test(path))
        router.history.push(path);
    };
    workers?.addEventListener("message", go);
    return () => workers?.removeEventListener("message", go);
  }, [router]);
}
