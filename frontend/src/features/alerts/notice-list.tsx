import { Link } from "@tanstack/react-router";
import {
  ArrowLeftRight,
  Ban,
  Bell,
  Check,
  ChevronRight,
  CircleCheck,
  CircleDollarSign,
  OctagonX,
  Plug,
  ShieldAlert,
  X,
} from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { cx } from "@/ui/class-names";
import { dateTime } from "@/ui/format";
import { Empty } from "@/ui/states";
import { type Burst, bursts, headline, type Kind, type Notice } from "./notices";

const ICONS: Readonly<Record<Kind, ReactNode>> = {
  fill: <Check className="size-4 text-up" />,
  rejection: <X className="size-4 text-danger" />,
  accepted: <CircleCheck className="size-4" />,
  order: <Ban className="size-4" />,
  margin: <ShieldAlert className="size-4 text-danger" />,
  halt: <OctagonX className="size-4 text-danger" />,
  money: <CircleDollarSign className="size-4" />,
  price: <Bell className="size-4 text-accent" />,
  connection: <Plug className="size-4" />,
};

interface NoticeListProps {
  /** Newest first. */
  notices: readonly Notice[];
  /** Notices after it are marked as new. */
  readAt?: string;
}

/** Notices, with bursts of one kind as one entry that opens. */
export function NoticeList({ notices, readAt }: NoticeListProps) {
  const entries = useMemo(() => bursts(notices), [notices]);
  if (entries.length === 0)
    return (
      <Empty title="Nothing has happened yet">
        Fills, rejections, margin calls, alerts and losses of the connection are kept here.
      </Empty>
    );
  return (
    <ul className="divide-y divide-line">
      {entries.map((burst) => (
        <li key={burst.key}>
          {burst.notices.length === 1 ? (
            <Entry notice={burst.notices[0] as Notice} readAt={readAt} />
          ) : (
            <BurstEntry burst={burst} readAt={readAt} />
          )}
        </li>
      ))}
    </ul>
  );
}

const isNew = ({ at }: Notice, readAt: string | undefined): boolean =>
  readAt !== undefined && Date.parse(at) > (Date.parse(readAt) || 0);

function Entry({ notice, readAt }: { notice: Notice; readAt: string | undefined }) {
  const fresh = isNew(notice, readAt);
  return (
    <div className={cx("flex gap-2 px-2 py-1.5 text-sm", fresh && "bg-raised")}>
      <span aria-hidden="true" className="mt-0.5 shrink-0 text-muted">
        {ICONS[notice.kind] ?? <ArrowLeftRight className="size-4" />}
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {fresh && <span className="sr-only">New: </span>}
          {notice.title}
        </p>
        <p className="text-xs break-words text-muted">{notice.detail}</p>
        <p className="flex gap-3 text-xs text-faint">
          <time dateTime={notice.at}>{dateTime(notice.at)}</time>
          {notice.orderId && (
            <Link
              className="underline"
              to="/orders/$orderId"
              params={{ orderId: notice.orderId }}
              aria-label={`Order: ${notice.title}`}
            >
              Order
            </Link>
          )}
        </p>
      </div>
    </div>
  );
}

function BurstEntry({ burst, readAt }: { burst: Burst; readAt: string | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const [newest] = burst.notices;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-center gap-2 px-2 py-1.5 text-left text-sm hover:bg-hover"
      >
        <ChevronRight aria-hidden="true" className={cx("size-4 shrink-0", isOpen && "rotate-90")} />
        <span className="min-w-0 flex-1">
          <span className="block font-medium break-words">{headline(burst.notices)}</span>
          <span className="block text-xs text-faint">{dateTime(newest?.at)}</span>
        </span>
      </button>
      {isOpen && (
        <ul className="border-l-2 border-line pl-2">
          {burst.notices.map((notice) => (
            <li key={notice.id}>
              <Entry notice={notice} readAt={readAt} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
