import { Link } from "@tanstack/react-router";

/** The mark and the name; leads home. */
export function Logo() {
  return (
    <Link
      to="/"
      className="flex items-center gap-2 text-ink no-underline"
      aria-label="Outcry, workspace"
    >
      <svg viewBox="0 0 32 32" className="size-6" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#12324a" />
        <g fill="none" stroke="#f2b84b" strokeWidth="2.6" strokeLinecap="round">
          <path d="M8 19v-6l8-4v14z" strokeLinejoin="round" />
          <path d="M20 12.5c1.8 2 1.8 5 0 7" />
          <path d="M23.5 9c3.8 4 3.8 10 0 14" />
        </g>
      </svg>
      <span className="hidden text-sm font-semibold tracking-tight lg:inline">Outcry</span>
    </Link>
  );
}
