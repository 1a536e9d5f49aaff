import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Frame } from "./shell";

let isPhone = true;
vi.mock("@/ui/media", async (original) => ({
  ...(await original<object>()),
  useIsPhone: () => isPhone,
}));
vi.mock("@tanstack/react-router", async (original) => ({
  ...(await original<object>()),
  Outlet: () => null,
  useRouterState: () => "/",
}));
vi.mock("../slot", () => ({ Slot: ({ name }: { name: string }) => <i>{name}</i> }));
vi.mock("./bottom-tabs", () => ({ BottomTabs: () => null }));
vi.mock("./global-actions", () => ({ GlobalActions: () => null }));
vi.mock("./logo", () => ({ Logo: () => null }));
vi.mock("./rail", () => ({ Rail: () => null }));
vi.mock("./user-menu", () => ({ UserMenu: () => null }));

test.each([true, false])(
  "the session and the account are on every page, once (phone: %s)",
  (is) => {
    isPhone = is;
    render(<Frame />);
    expect(screen.getAllByText("MarketClock")).toHaveLength(1);
    expect(screen.getAllByText("AccountSwitcher")).toHaveLength(1);
    expect(screen.queryByRole("region", { name: "Market and account" }) !== null).toBe(is);
  },
);
