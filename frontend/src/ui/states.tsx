import { CircleAlert, Copy, RotateCw } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import type { Problem } from "@/api/problem";
import { Button, IconButton } from "./button";
import { cx } from "./class-names";
import { toast } from "./toast";

interface SkeletonProps {
  /** Lines of text; or a height for one block. */
  lines?: number;
  height?: CSSProperties["height"];
  className?: string;
}

/** The place of what is being loaded, in its final size. */
export function Skeleton({ lines = 1, height, className }: SkeletonProps) {
  return (
    <div className={cx("flex flex-col gap-2", className)} role="status" aria-busy="true">
      <span className="sr-only">Loading…</span>
      {Array.from({ length: height === undefined ? lines : 1 }, (_, line) => (
        <span
          // Lines are all alike and never move.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={line}
          className="skeleton"
          style={{ height: height ?? "1rem", width: line % 3 === 2 ? "70%" : "100%" }}
        />
      ))}
    </div>
  );
}

interface EmptyProps {
  title: string;
  /** What to do next. */
  children?: ReactNode;
  icon?: ReactNode;
}

export function Empty({ title, children, icon }: EmptyProps) {
  return (
    <div className="flex h-full min-h-24 flex-col items-center justify-center gap-1 p-4 text-center">
      {icon && <span className="mb-1 text-faint">{icon}</span>}
      <p className="text-sm font-medium text-muted">{title}</p>
      {children && <div className="max-w-80 text-xs text-faint">{children}</div>}
    </div>
  );
}

interface FailedProps {
  problem: Problem;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, its correlation id to give to support, and a way to ask again. */
export function Failed({ problem, onRetry }: FailedProps) {
  return (
    <div role="alert" className="failed">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="text-sm break-words text-ink">{problem.detail}</p>
        {problem.correlationId && <Correlation id={problem.correlationId} />}
      </div>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          <RotateCw aria-hidden="true" className="size-3.5" /> Retry
        </Button>
      )}
    </div>
  );
}

function Correlation({ id }: { id: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id);
      toast.info("Correlation id copied.");
    } catch {
      toast.info(`Copy it by hand: ${id}`);
    }
  };
  return (
    <p className="flex items-center gap-1 font-mono text-xs text-faint">
      <span className="truncate" title={id}>
        {id}
      </span>
      <IconButton
        label="Copy the correlation id"
        icon={<Copy className="size-3" />}
        size="sm"
        onClick={copy}
      />
    </p>
  );
}
