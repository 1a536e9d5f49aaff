import { type ReactNode, useId } from "react";
import { Boundary } from "./boundary";
import { cx } from "./class-names";

interface PanelProps {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
  /** The heading is read out and not shown. */
  isTitleHidden?: boolean;
}

/** A part of the page with a heading; an error inside does not take the rest of the page along. */
export function Panel({ title, actions, children, className, isTitleHidden }: PanelProps) {
  const id = useId();
  const isBare = isTitleHidden && !actions;
  return (
    <section aria-labelledby={id} className={cx("panel", className)}>
      <header className={isBare ? "sr-only" : "panel-head"}>
        <h2 id={id} className={isTitleHidden ? "sr-only" : "panel-title"}>
          {title}
        </h2>
        {actions && <div className="ml-auto flex min-w-0 items-center gap-1">{actions}</div>}
      </header>
      <div className="min-h-0 min-w-0 flex-1 overflow-auto">
        <Boundary>{children}</Boundary>
      </div>
    </section>
  );
}
