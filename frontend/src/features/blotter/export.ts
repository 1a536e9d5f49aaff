/** What a filter selects, as a file: all of it, not only what was scrolled to. */
import { api, call } from "@/api/client";
import type { Order } from "@/state/order-intent";
import { type CsvColumn, download, toCsv } from "@/ui/csv";
import { type Filter, fillsQuery, isWanted, ledgerQuery, ordersQuery } from "./filter";
import { ordersPage } from "./sources";

const PAGE = 500;
/** Beyond that a spreadsheet opens nothing any more; filter by dates. */
const MOST = 1_000_000;

/** @throws Problem */
export async function exportOrders(
  name: string,
  filter: Filter,
  columns: readonly CsvColumn<Order>[],
): Promise<void> {
  const page = ordersPage(ordersQuery(filter));
  const rows: Order[] = [];
  let cursor: string | undefined;
  do {
    const { items, next_cursor: next } = await page(cursor, PAGE);
    rows.push(...items.filter((order) => isWanted(order, filter)));
    cursor = next ?? undefined;
  } while (cursor && rows.length < MOST);
  download(name, toCsv(rows, columns));
}

type Text = Promise<{ data?: string; error?: unknown; response: Response }>;

/** @throws Problem */
export async function exportFills(filter: Filter): Promise<void> {
  const query = fillsQuery(filter);
  const answer = api.portfolio.GET("/api/portfolio/trades.csv", {
    params: { query },
    parseAs: "text",
  });
  download("fills.csv", await call(answer as unknown as Text));
}

/** @throws Problem */
export async function exportLedger(filter: Filter): Promise<void> {
  const query = ledgerQuery(filter);
  const answer = api.portfolio.GET("/api/portfolio/ledger.csv", {
    params: { query },
    parseAs: "text",
  });
  download("ledger.csv", await call(answer as unknown as Text));
}
