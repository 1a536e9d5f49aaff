import { useRegisterSW } from "virtual:pwa-register/react";
import { useEffect } from "react";
import { toast } from "@/ui/toast";

const HOUR_MS = 3_600_000;

/** Says that a new version is there, and loads it when it is asked to: never under a half-filled form. */
export function UpdatePrompt() {
  const {
    needRefresh: [isNew],
    updateServiceWorker,
  } = useRegisterSW({
    onRegisteredSW: (_, registration) => {
      if (registration)
        setInterval(() => void registration.update().catch(() => undefined), HOUR_MS);
    },
  });
  useEffect(() => {
    if (!isNew) return;
    toast.info("A new version of the terminal is there.", {
      id: "update",
      timeout: 0,
      action: { label: "Load it now", onClick: () => void updateServiceWorker(true) },
    });
  }, [isNew, updateServiceWorker]);
  return null;
}
