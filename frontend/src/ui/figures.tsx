import type { ReactNode } from "react";

interface FigureProps {
  label: ReactNode;
  children: ReactNode;
  /** Small, below: since when, of what. */
  note?: ReactNode;
}

/** A figure with its name. Stands in `Figures`. */
export function Figure({ label, children, note }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 text-base font-semibold tabular-nums text-ink">{children}</dd>
      {note && <dd className="text-xs text-faint">{note}</dd>}
    </div>
  );
}

/** Figures side by side, as many as there is room for. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="figures grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-4 gap-y-3 p-3">
      {children}
    </dl>
  );
}

/** The head of a page: its only h1, a sentence, and what can be done on it. */
export function PageHead({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-[min(16rem,100%)] flex-1">
        <h1 className="text-lg font-semibold text-ink">{title}</h1>
        {children && <p className="max-w-prose text-sm text-muted">{children}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}

/** A page of panels below each other. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="mx-auto flex w-full max-w-7xl flex-col gap-3 p-3">{children}</div>;
}
