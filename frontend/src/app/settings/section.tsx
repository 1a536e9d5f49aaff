import type { ReactNode } from "react";

interface SectionProps {
  id?: string;
  title: string;
  hint?: string;
  children: ReactNode;
}

/** A part of the settings. */
export function Section({ id, title, hint, children }: SectionProps) {
  return (
    <section id={id} aria-label={title} className="rounded-lg border border-line bg-surface p-4">
      <h2 className="text-sm font-semibold">{title}</h2>
      {hint && <p className="mt-0.5 text-xs text-faint">{hint}</p>}
      <div className="mt-3 space-y-4">{children}</div>
    </section>
  );
}
