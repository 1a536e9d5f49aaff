/** How a table was left: order, hidden columns, widths. Spread it over a `DataTable`. */
import { useMemo, useState } from "react";
import { patchPreference, preferences, type TableSettings, usePreference } from "./preferences";

const NONE: readonly string[] = [];
const NOT_CHOSEN: TableSettings = {};
const AS_THEY_ARE: Readonly<Record<string, number>> = {};

function change(id: string, part: TableSettings): void {
  patchPreference("tables", id, { ...preferences().tables[id], ...part });
}

/** `first`: how it is until something was chosen; only what it is at the first call counts. */
export function useTableSettings(id: string, first: TableSettings = NOT_CHOSEN) {
  const [atFirst] = useState(first); // written out at the call it is another one each time
  const settings = usePreference("tables")[id] ?? atFirst;
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
