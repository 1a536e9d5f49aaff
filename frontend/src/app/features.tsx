/** Features, each in a file of its own that is fetched when it is first shown. */
import { type ComponentType, lazy } from "react";

type Holds<Name extends string> = () => Promise<Readonly<Record<Name, ComponentType>>>;

const one = <Name extends string>(load: Holds<Name>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

const accounts = () => import("@/features/accounts");
const admin = () => import("@/features/admin");
const alerts = () => import("@/features/alerts");
const analytics = () => import("@/features/analytics");
const connection = () => import("@/features/connection");
const clock = () => import("@/features/market-clock");
const security = () => import("@/features/security");
const signIn = () => import("@/features/sign-in");

export const Feature = {
  AccountsPage: one(accounts, "AccountsPage"),
  AccountSwitcher: one(accounts, "AccountSwitcher"),
  AlertsPage: one(alerts, "AlertsPage"),
  AnalyticsPage: one(analytics, "AnalyticsPage"),
  Blotter: one(() => import("@/features/blotter"), "Blotter"),
  ChartPanel: one(() => import("@/features/chart"), "ChartPanel"),
  ClockBar: one(clock, "ClockBar"),
  ConnectionPill: one(connection, "ConnectionPill"),
  DeadLettersPage: one(admin, "DeadLettersPage"),
  DepthPanel: one(() => import("@/features/depth"), "DepthPanel"),
  FeedPage: one(admin, "FeedPage"),
  HealthPage: one(admin, "HealthPage"),
  IdleWarning: one(security, "IdleWarning"),
  KeysPage: one(() => import("@/features/keys"), "KeysPage"),
  LeaderboardPage: one(() => import("@/features/leaderboard"), "LeaderboardPage"),
  LimitsPage: one(admin, "LimitsPage"),
  MarketClock: one(clock, "MarketClock"),
  NotificationBell: one(alerts, "NotificationBell"),
  OrderDetail: one(() => import("@/features/order-detail"), "OrderDetail"),
  PortfolioPage: one(() => import("@/features/portfolio"), "PortfolioPage"),
  RiskPage: one(() => import("@/features/risk"), "RiskPage"),
  SecurityPage: one(security, "SecurityPage"),
  SignInPage: one(signIn, "SignInPage"),
  SignUpPage: one(signIn, "SignUpPage"),
  StaleBar: one(connection, "StaleBar"),
  StepUpDialog: one(security, "StepUpDialog"),
  TapePanel: one(() => import("@/features/tape"), "TapePanel"),
  Ticket: one(() => import("@/features/ticket"), "Ticket"),
  TripsPage: one(analytics, "TripsPage"),
  UsersPage: one(admin, "UsersPage"),
  Watchlist: one(() => import("@/features/watchlist"), "Watchlist"),
};

export type FeatureName = keyof typeof Feature;

/** These have properties of their own, so they are not among those above. */
export const OrderDetail = lazy(() =>
  import("@/features/order-detail").then((feature) => ({ default: feature.OrderDetail })),
);
export const SymbolSearch = lazy(() =>
  import("@/features/search").then((feature) => ({ default: feature.SymbolSearch })),
);
