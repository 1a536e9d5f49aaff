import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Fragment, type ReactNode, Suspense, useEffect, useRef } from "react";
import { Boundary } from "@/ui/boundary";
import { Empty, Skeleton } from "@/ui/states";
import { useZone } from "./zone";

/** Below which each page stands, inside the shell or not. */
export function Root() {
  return <Outlet />;
}

interface PageProps {
  title: string;
  children: ReactNode;
  /** It stands alone, without the shell around it, and so has the main landmark itself. */
  isBare?: boolean;
  /** It shows no times, so another time zone changes nothing: what has the focus there keeps it. */
  isTimeless?: boolean;
}

const Waiting = () => (
  <div className="mx-auto w-full max-w-5xl p-4">
    <Skeleton lines={8} />
  </div>
);

/** What every page has: its title, its own boundary, and its place while it is fetched. */
export function Page({ title, children, isBare, isTimeless }: PageProps) {
  const zone = useZone();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    document.title = `${title} · Outcry`;
  }, [title]);
  const content = (
    <Boundary resetKey={path}>
      <Suspense fallback={<Waiting />}>
        <Fragment key={isTimeless ? "" : zone}>{children}</Fragment>
      </Suspense>
    </Boundary>
  );
  if (!isBare) return content;
  return (
    <main id="main" className="min-h-full bg-background">
      {content}
    </main>
  );
}

/** After going to another page the focus is at its beginning, and readers say where they are. */
export function useFocusOnArrival<Element extends HTMLElement>() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const ref = useRef<Element>(null);
  const first = useRef(path);
  useEffect(() => {
    if (first.current === path) return;
    first.current = path;
    ref.current?.focus({ preventScroll: true });
    ref.current?.scrollTo(0, 0);
  }, [path]);
  return ref;
}

export function Missing() {
  return (
    <main className="flex h-full items-center justify-center">
      <Empty title="There is no such page.">
        <Link to="/">Go to the workspace</Link>
      </Empty>
    </main>
  );
}
