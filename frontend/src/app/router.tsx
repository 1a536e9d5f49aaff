import {
  createRootRoute,
  createRoute,
  createRouter,
  type RouteComponent,
} from "@tanstack/react-router";
import { type ComponentType, lazy } from "react";
import { Crash } from "./crash";
import { Feature, type FeatureName } from "./features";
import { Missing, Page, Root } from "./page";
import { Shell } from "./shell/shell";

const root = createRootRoute({
  component: Root,
  notFoundComponent: Missing,
  errorComponent: ({ error }) => <Crash error={error} />,
});

const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const Workspace = lazy(() => import("./workspace/workspace"));
const Settings = lazy(() => import("./settings/settings-page"));
const Accessibility = lazy(() => import("./accessibility-page"));

/** A page inside the shell, or (`isBare`) without it. */
function shown(
  title: string,
  Content: ComponentType,
  is: { isBare?: boolean; isTimeless?: boolean } = {},
): RouteComponent {
  return () => (
    <Page title={title} {...is}>
      <Content />
    </Page>
  );
}

const feature = (title: string, name: FeatureName): RouteComponent => shown(title, Feature[name]);

const inShell = <Path extends string>(path: Path, component: RouteComponent) =>
  createRoute({ getParentRoute: () => shell, path, component });

/** Where to go after signing in: only paths of ours. */
const next = (search: Record<string, unknown>): { next?: string } =>
  typeof search.next === "string" && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {};

export type View = "watch" | "chart" | "trade";
const VIEWS: readonly string[] = ["watch", "chart", "trade"];

function workspaceSearch(search: Record<string, unknown>): { symbol?: string; view?: View } {
  const { symbol, view } = search;
  return {
    ...(typeof symbol === "string" && symbol && { symbol: symbol.toUpperCase() }),
    ...(VIEWS.includes(String(view)) && { view: view as View }),
  };
}

const routes = [
  createRoute({
    getParentRoute: () => shell,
    path: "/",
    component: shown("Workspace", Workspace),
    validateSearch: workspaceSearch,
  }),
  inShell("/portfolio", feature("Portfolio", "PortfolioPage")),
  inShell("/analytics", feature("Analytics", "AnalyticsPage")),
  inShell("/trips", feature("Round trips", "TripsPage")),
  inShell("/leaderboard", feature("Leaderboard", "LeaderboardPage")),
  inShell("/risk", feature("Risk", "RiskPage")),
  inShell("/alerts", feature("Alerts", "AlertsPage")),
  inShell("/orders/$orderId", feature("Order", "OrderDetail")),
  inShell("/accounts", feature("Accounts", "AccountsPage")),
  inShell("/settings", shown("Settings", Settings, { isTimeless: true })),
  inShell("/settings/security", feature("Security", "SecurityPage")),
  inShell("/settings/keys", feature("API keys", "KeysPage")),
  inShell("/admin/users", feature("Users", "UsersPage")),
  inShell("/admin/feed", feature("Feed and clock", "FeedPage")),
  inShell("/admin/risk", feature("Risk limits", "LimitsPage")),
  inShell("/admin/dead-letters", feature("Dead letters", "DeadLettersPage")),
  inShell("/admin/health", feature("Health", "HealthPage")),
] as const;

const bare = [
  createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    component: shown("Sign in", Feature.SignInPage, { isBare: true }),
    validateSearch: next,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/sign-up",
    component: shown("Sign up", Feature.SignUpPage, { isBare: true }),
    validateSearch: next,
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/accessibility",
    component: shown("Accessibility", Accessibility, { isBare: true }),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren(routes), ...bare]),
  defaultPreload: "intent",
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
