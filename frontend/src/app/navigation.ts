/** The pages, as menus and the palette list them. */
import {
  Activity,
  Bell,
  ChartNoAxesCombined,
  ChartPie,
  HeartPulse,
  KeyRound,
  LayoutDashboard,
  MailWarning,
  Radio,
  Repeat,
  Scale,
  Settings,
  ShieldAlert,
  ShieldCheck,
  Trophy,
  Users,
  WalletCards,
} from "lucide-react";
import type { ComponentType, SVGProps } from "react";
import type { components } from "@/api/generated/auth";
import type { ShortcutId } from "@/state/shortcuts";

export type Role = components["schemas"]["Role"];

export interface Page {
  readonly to: string;
  readonly label: string;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  readonly place: "rail" | "user" | "admin";
  readonly shortcut?: ShortcutId;
}

const page = (
  to: string,
  label: string,
  icon: Page["icon"],
  place: Page["place"],
  shortcut?: ShortcutId,
): Page => ({ to, label, icon, place, ...(shortcut && { shortcut }) });

export const PAGES: readonly Page[] = [
  page("/", "Workspace", LayoutDashboard, "rail", "goWorkspace"),
  page("/portfolio", "Portfolio", ChartPie, "rail", "goPortfolio"),
  page("/analytics", "Analytics", ChartNoAxesCombined, "rail", "goAnalytics"),
  page("/trips", "Round trips", Repeat, "rail"),
  page("/leaderboard", "Leaderboard", Trophy, "rail"),
  page("/risk", "Risk", ShieldAlert, "rail", "goRisk"),
  page("/alerts", "Alerts", Bell, "rail", "goAlerts"),
  page("/accounts", "Accounts", WalletCards, "user"),
  page("/settings", "Settings", Settings, "user", "goSettings"),
  page("/settings/security", "Security", ShieldCheck, "user"),
  page("/settings/keys", "API keys", KeyRound, "user"),
  page("/accessibility", "Accessibility", Activity, "user"),
  page("/admin/users", "Users", Users, "admin"),
  page("/admin/feed", "Feed and clock", Radio, "admin"),
  page("/admin/risk", "Risk limits", Scale, "admin"),
  page("/admin/dead-letters", "Dead letters", MailWarning, "admin"),
  page("/admin/health", "Health", HeartPulse, "admin"),
];

/** Those that a user with these roles may see. */
export const pagesFor = (roles: readonly Role[]): readonly Page[] =>
  PAGES.filter(({ place }) => place !== "admin" || roles.includes("admin"));
