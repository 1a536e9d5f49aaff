/** The blotter's tables, as their readers see them. */
import type { Page } from "playwright-core";

export type Tab = "Positions" | "Open orders" | "Fills" | "Order history" | "Ledger" | "Rejections";

/** What a row shows, by the headings of its columns. */
export type Row = Readonly<Record<string, string>>;

export async function showTab(page: Page, name: Tab): Promise<void> {
  const tabs = page.getByRole("tablist", { name: "Blotter" });
  await tabs.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

/** The number at a tab. */
export async function countAt(page: Page, name: Tab): Promise<number> {
  const tabs = page.getByRole("tablist", { name: "Blotter" });
  const tab = await tabs.getByRole("tab", { name: new RegExp(`^${name}`) }).textContent();
  return Number((tab ?? "").replace(name, "").trim() || Number.NaN);
}

/** The rows that are in sight; none if there is no table. */
export async function rowsOf(page: Page, label: string): Promise<Row[]> {
  const grids = page.getByRole("grid", { name: label, exact: true });
  return await grids.evaluateAll((found) => {
    const grid = found[0];
    if (!grid) return [];
    const textOf = (cell: Element) => (cell as HTMLElement).textContent.replace(/\s+/g, " ").trim();
    const headings = [...grid.querySelectorAll("[role=columnheader]")];
    const heads = headings.map((one) => textOf(one.querySelector(".truncate") ?? one)); // without "?"
    const rows = [...grid.querySelectorAll("[role=rowgroup] > [role=row]")];
    return rows
      .map((row) => [...row.querySelectorAll("[role=gridcell]")].map(textOf))
      .filter((cells) => cells.length > 0)
      .map((cells) => Object.fromEntries(cells.map((text, at) => [heads[at] ?? "", text])));
  });
}

/** A figure of the portfolio's page: what stands beside its name. */
export function figure(page: Page, name: string) {
  const term = page.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) });
  return term.locator("xpath=following-sibling::dd[1]");
}
