/** Features, each in a file of its own that is fetched when it is first shown. */
import { type ComponentType, lazy } from "react";

type Module = Record<string, ComponentType>;

const modules = import.meta.glob<Module>("../features/*/index.ts");

/** Every feature's component, and the folder whose index exports it. */
export const FEATURES = {
  ConnectionPill: "connection",
  MarketClock: "market-clock",
  ClockBar: "market-clock",
  SignInPage: "sign-in",
  SignUpPage: "sign-in",
  SecurityPage: "security",
  IdleWarning: "security",
  StepUpDialog: "security",
  KeysPage: "keys",
  AccountsPage: "accounts",
  AccountSwitcher: "accounts",
  Watchlist: "watchlist",
  ChartPanel: "chart",
  DepthPanel: "depth",
  TapePanel: "tape",
  Ticket: "ticket",
  Blotter: "blotter",
  OrderDetail: "order-detail",
  PortfolioPage: "portfolio",
  AnalyticsPage: "analytics",
  TripsPage: "analytics",
  LeaderboardPage: "leaderboard",
  RiskPage: "risk",
  AlertsPage: "alerts",
  NotificationBell: "alerts",
  UsersPage: "admin",
  FeedPage: "admin",
  LimitsPage: "admin",
  DeadLettersPage: "admin",
  HealthPage: "admin",
} as const;

export type FeatureName = keyof typeof FEATURES;

async function load(name: FeatureName): Promise<{ default: ComponentType }> {
  const module = await modules[`../features/${FEATURES[name]}/index.ts`]?.();
  const component = module?.[name];
  if (!component) throw new Error(`The feature ${name} is not part of this build.`);
  return { default: component };
}

const names = Object.keys(FEATURES) as FeatureName[];

export const Feature = Object.fromEntries(
  names.map((name) => [name, lazy(() => load(name))]),
) as unknown as Record<FeatureName, ComponentType>;

/** It has properties of its own, so it is not one of those above. */
export const SymbolSearch = lazy(() =>
  import("@/features/search").then((feature) => ({ default: feature.SymbolSearch })),
);
