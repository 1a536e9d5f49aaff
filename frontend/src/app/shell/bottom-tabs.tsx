import { Link, useRouterState } from "@tanstack/react-router";
import { CandlestickChart, ChartPie, Ellipsis, List, ShoppingCart } from "lucide-react";
import type { ComponentType, SVGProps } from "react";
import { useSession } from "@/api/session";
import { Drawer } from "@/ui/dialog";
import { pagesFor } from "../navigation";
import { hide, show, useOverlay } from "../overlays";
import type { View } from "../router";

interface PhoneTab {
  readonly label: string;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  readonly view: View;
}

const TABS: readonly PhoneTab[] = [
  { label: "Watch", icon: List, view: "watch" },
  { label: "Chart", icon: CandlestickChart, view: "chart" },
  { label: "Trade", icon: ShoppingCart, view: "trade" },
];

/** On a phone: the parts of the workspace, the portfolio, and the way to all other pages. */
export function BottomTabs() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const view = useRouterState({
    select: ({ location }) => (location.search as { view?: View }).view ?? "watch",
  });
  const isMore = useOverlay((state) => state.open === "more");
  return (
    <nav aria-label="Pages" className="bottom-tabs">
      {TABS.map(({ label, icon: Icon, view: own }) => (
        <Link
          key={own}
          to="/"
          search={(before) => ({ ...before, view: own })}
          className="bottom-tab"
          data-chosen={(path === "/" && view === own) || undefined}
          aria-current={path === "/" && view === own ? "page" : undefined}
        >
          <Icon aria-hidden="true" className="size-5" />
          {label}
        </Link>
      ))}
      <Link to="/portfolio" className="bottom-tab" activeProps={{ "data-chosen": true } as object}>
        <ChartPie aria-hidden="true" className="size-5" />
        Portfolio
      </Link>
      <button
        type="button"
        className="bottom-tab"
        aria-expanded={isMore}
        onClick={() => show("more")}
      >
        <Ellipsis aria-hidden="true" className="size-5" />
        More
      </button>
      <More isOpen={isMore} />
    </nav>
  );
}

function More({ isOpen }: { isOpen: boolean }) {
  const roles = useSession((state) => state.session?.user.roles ?? NOBODY);
  return (
    <Drawer open={isOpen} onOpenChange={hide} title="Pages" side="bottom">
      <ul className="grid grid-cols-2 gap-1">
        {pagesFor(roles)
          .filter(({ to }) => to !== "/")
          .map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link to={to} onClick={hide} className="more-link">
                <Icon aria-hidden="true" className="size-4" />
                {label}
              </Link>
            </li>
          ))}
      </ul>
    </Drawer>
  );
}

const NOBODY: readonly [] = [];
