import { useMemo } from "react";
import { date, money, NOTHING } from "@/ui/format";
import { type Cell, type Month, monthsOf } from "./calendar";
import type { Day } from "./queries";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const STRENGTH_PERCENT = 15;
const NAME = new Intl.DateTimeFormat(undefined, {
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** Profit and loss of each day: coloured, and printed with its sign. */
export function CalendarPanel({ days }: { days: readonly Day[] }) {
  const months = useMemo(() => monthsOf(days).reverse(), [days]);
  return (
    <div className="flex flex-wrap gap-6 p-3">
      {months.map((month) => (
        <MonthTable key={month.month} month={month} />
      ))}
    </div>
  );
}

function MonthTable({ month: { month, weeks } }: { month: Month<Day> }) {
  return (
    <table className="w-full max-w-xl table-fixed border-separate border-spacing-0.5 text-xs">
      <caption className="pb-1 text-left text-sm font-medium">
        {NAME.format(new Date(`${month}-01T00:00:00Z`))}
      </caption>
      <thead>
        <tr>
          {WEEKDAYS.map((name) => (
            <th key={name} scope="col" className="font-normal text-faint">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, at) => (
          // Weeks have no name of their own, and never change their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <tr key={at}>
            {week.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <DayCell key={column} cell={cell} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ cell }: { cell: Cell<Day> | undefined }) {
  if (!cell) return <td />;
  const { day, heat, date: name } = cell;
  const tone = heat < 0 ? "down" : "up";
  const share = Math.abs(heat) * STRENGTH_PERCENT;
  const background = `color-mix(in srgb, var(--color-${tone}) ${share}%, transparent)`;
  const change = day ? money(day.change, { signed: true }) : NOTHING;
  return (
    <td
      title={`${date(name)}: ${change}`}
      className="h-11 rounded-sm border border-line p-1 align-top"
      style={heat ? { background } : undefined}
    >
      <span className="block">{Number(name.slice(-2))}</span>
      <span className="block truncate tabular-nums">{day ? change : ""}</span>
    </td>
  );
}
