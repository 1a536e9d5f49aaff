import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/auth";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { dateTime } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { Skeleton } from "@/ui/states";
import { toast } from "@/ui/toast";
import { askAgain, useDevices } from "./queries";

type Device = components["schemas"]["DeviceResponse"];

export function Devices() {
  const devices = useDevices();
  return (
    <QueryView query={devices} skeleton={<Skeleton lines={4} />}>
      {({ items }) => (
        <>
          <ul className="divide-y divide-line">
            {items.map((device) => (
              <DeviceRow key={device.session_id} device={device} />
            ))}
          </ul>
          {items.some((one) => !one.current) && <EndOthers />}
        </>
      )}
    </QueryView>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const end = useMutation({
    mutationFn: () => {
      const params = { path: { session_id: device.session_id } };
      return call(api.auth.DELETE("/api/auth/sessions/{session_id}", { params }));
    },
    onSuccess: askAgain,
    onError: (error) => toast.failure(asProblem(error)),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 first:pt-0">
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm text-ink">
          {device.device || "A program that does not say what it is"}
          {device.current && <span className="ml-2 text-xs text-accent">this one</span>}
        </p>
        <p className="text-xs text-faint">
          {device.address} · since {dateTime(device.created_at)} · last used{" "}
          {dateTime(device.last_used_at)}
          {device.second_factor && " · with a code"}
        </p>
      </div>
      {!device.current && (
        <Button
          size="sm"
          variant="danger"
          busy={end.isPending}
          aria-label={`End the session of ${device.device}`}
          onClick={() => end.mutate()}
        >
          End
        </Button>
      )}
    </li>
  );
}

function EndOthers() {
  const [isOpen, setOpen] = useState(false);
  const end = async () => {
    await call(api.auth.DELETE("/api/auth/sessions"));
    await askAgain();
    toast.success("You are signed in here and nowhere else.");
  };
  return (
    <>
      <Button className="mt-3" onClick={() => setOpen(true)}>
        End all others
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title="End all other sessions?"
        confirmLabel="End them"
        variant="danger"
        onConfirm={end}
      >
        <p>Every other browser has to sign in again. API keys go on working.</p>
      </Confirm>
    </>
  );
}
