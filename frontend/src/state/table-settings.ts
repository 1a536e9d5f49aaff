/** How a table was left: order, hidden columns, widths. Spread it over a `DataTable`. */
import { useMemo } from "react";
import { patchPreference, preferences, type TableSettings, usePreference } from "./preferences";

const NONE: readonly string[] = [];
const AS_THEY_ARE: Readonly<Record<string, number>> = {};

function change(id: string, part: TableSettings): void {
  patchPreference("tables", id, { ...preferences().tables[id], ...part });
}

export function useTableSettings(id: string, first: TableSettings = {}) {
  const settings = usePreference("tables")[id] ?? first;
  return useMemo(
    () => ({
      sort: settings.sort,
      onSortChange: (sort: TableSettings["sort"]) => change(id, { ...settings, sort }),
      hiddenColumns: settings.hidden ?? NONE,
      onHiddenColumnsChange: (hidden: readonly string[]) => change(id, { ...settings, hidden }),
      columnWidths: settings.widths ?? AS_THEY_ARE,
      onColumnWidthsChange: (widths: Readonly<Record<string, number>>) =>
        change(id, { ...settings, widths }),
    }),
    [id, settings],
  );
}
