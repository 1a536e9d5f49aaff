import { Link } from "@tanstack/react-router";
import { Bell } from "lucide-react";
import { useState } from "react";
import { BUTTON } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { Popover } from "@/ui/popover";
import { NoticeList } from "./notice-list";
import { markRead, unread, useNotices } from "./notice-store";
import { Watch } from "./watching";

const SHOWN = 40;
const MOST = 99;

/** The bell of the top bar: how much is unread, and the newest of it. It also keeps watch. */
export function NotificationBell() {
  const [isOpen, setOpen] = useState(false);
  const [readBefore, setReadBefore] = useState("");
  const kept = useNotices();
  const count = unread(kept);
  const change = (open: boolean) => {
    // What is new stays marked as long as it is looked at.
    if (open) setReadBefore(kept.readAt);
    if (open || isOpen) markRead();
    setOpen(open);
  };
  return (
    <>
      <Watch />
      <Popover
        open={isOpen}
        onOpenChange={change}
        title="Notifications"
        className="w-88"
        trigger={<BellButton count={count} />}
      >
        <div className="-mx-3 max-h-96 overflow-auto border-y border-line">
          <NoticeList notices={kept.notices.slice(0, SHOWN)} readAt={readBefore} />
        </div>
        <Link className="mt-2 block text-sm underline" to="/alerts" onClick={() => setOpen(false)}>
          All notifications, and alerts
        </Link>
      </Popover>
    </>
  );
}

function BellButton({ count, ...rest }: { count: number }) {
  const label = count ? `Notifications, ${count} unread` : "Notifications";
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={cx(BUTTON, "relative size-8 border-transparent text-muted hover:bg-hover")}
    >
      <Bell aria-hidden="true" className="size-4" />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent-fill px-1 text-center text-[0.65rem] leading-4 font-semibold text-on-accent"
        >
          {count > MOST ? `${MOST}+` : count}
        </span>
      )}
    </button>
  );
}
