/** What both pages have: the name, that it is a simulation, and where else to go. */
import type { ReactNode } from "react";

const LINKS = [
  ["/status/", "What runs here"],
  ["/docs/", "API"],
  ["/accessibility", "Accessibility"],
] as const;

export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-4 px-4 py-8">
      <header className="flex items-center gap-3">
        <img src="/icons/icon.svg" alt="" width="36" height="36" />
        <div>
          <p className="text-lg leading-tight font-semibold text-ink">Outcry</p>
          <p className="text-xs text-muted">Simulation: no real money, no real market</p>
        </div>
      </header>
      <section className="rounded-xl border border-line bg-surface p-5">
        <h1 className="mb-4 text-lg font-semibold text-ink">{title}</h1>
        {children}
      </section>
      <footer className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {LINKS.map(([href, label]) => (
          <a key={href} href={href} className="underline hover:text-ink">
            {label}
          </a>
        ))}
      </footer>
    </div>
  );
}
