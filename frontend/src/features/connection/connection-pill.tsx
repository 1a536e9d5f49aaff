import { Activity, LoaderCircle, TriangleAlert, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { type Connection, type LineState, useConnection } from "@/live/connection";
import { startLive } from "@/live/start";
import { BUTTON } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { Popover } from "@/ui/popover";
import { ConnectionDetails } from "./connection-details";
import { useAnnouncements } from "./use-announcements";
import { useSecond } from "./use-second";
import { shortly } from "./words";

const LOOKS: Readonly<Record<LineState, string>> = {
  live: "text-muted",
  connecting: "text-muted",
  reconnecting: "bg-warn-soft text-warn",
  stale: "bg-warn-soft text-warn",
  offline: "bg-down-soft text-danger",
};

const ICONS = {
  live: Activity,
  connecting: LoaderCircle,
  reconnecting: LoaderCircle,
  stale: TriangleAlert,
  offline: WifiOff,
} as const;

/** How the line to the server is, by icon and word; pressed, it tells what exactly is late. */
export function ConnectionPill() {
  useEffect(startLive, []);
  useAnnouncements();
  const connection = useConnection();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      title="Connection"
      open={isOpen}
      onOpenChange={setOpen}
      className="w-80"
      trigger={<Pill connection={connection} />}
    >
      {isOpen && <ConnectionDetails connection={connection} />}
    </Popover>
  );
}

function Pill({ connection, ...rest }: { connection: Connection }) {
  const { state } = connection;
  const Icon = ICONS[state];
  const isBusy = Icon === LoaderCircle;
  const text = shortly(connection, useSecond());
  return (
    <button
      type="button"
      {...rest}
      aria-label={`Connection: ${text}`}
      className={cx(BUTTON, "h-6 border-transparent px-2 text-xs tabular-nums", LOOKS[state])}
    >
      <Icon aria-hidden="true" className={cx("size-3.5", isBusy && "motion-safe:animate-spin")} />
      {text}
    </button>
  );
}
