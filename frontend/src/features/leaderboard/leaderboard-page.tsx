import { useMemo, useState } from "react";
import { useClock } from "@/live/clock";
import { type Column, DataTable } from "@/ui/data-table";
import { SelectField } from "@/ui/field";
import { Page, PageHead } from "@/ui/figures";
import { fitted } from "@/ui/fitted";
import { percent } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { Signed } from "@/ui/signed";
import { Empty } from "@/ui/states";
import { OwnName } from "./own-name";
import { type Board, type Standing, useBoard } from "./queries";
import { seasons } from "./seasons";

const COLUMNS: Column<Standing>[] = [
  { id: "rank", header: "Rank", width: 56, align: "end", cell: ({ rank }) => rank },
  { id: "name", header: "Name", width: 220, cell: (one) => <Name of={one} />, alwaysShown: true },
  {
    id: "return",
    header: "Return",
    align: "end",
    cell: (one) => <Signed kind="percent" value={one.total_return} />,
  },
  {
    id: "drawdown",
    header: "Deepest drawdown",
    width: 130,
    align: "end",
    cell: (one) => percent(one.max_drawdown),
  },
  { id: "days", header: "Days", width: 64, align: "end", cell: ({ days }) => days },
];

function Name({ of: { name, is_own } }: { of: Standing }) {
  return (
    <>
      {name ?? <span className="text-faint">unnamed</span>}
      {is_own && <strong className="ml-2 text-accent">you</strong>}
    </>
  );
}

/** Who returned most in a season. */
export function LeaderboardPage() {
  const [season, setSeason] = useState("all");
  const now = useClock()?.now;
  const options = useMemo(() => seasons(now ?? Date.now()), [now]);
  return (
    <Page>
      <PageHead
        title="Leaderboard"
        actions={
          <SelectField label="Season" value={season} onValueChange={setSeason} options={options} />
        }
      >
        By the return of the days of a season, deposits and withdrawals left out. Everybody is
        shown; named is only who asked for it.
      </PageHead>
      <Panel title="Standings">
        <QueryView query={useBoard(season)}>{(board) => <Standings board={board} />}</QueryView>
      </Panel>
      <Panel title="Your name">
        <OwnName />
      </Panel>
    </Page>
  );
}

function Standings({ board }: { board: Board }) {
  const { standings, own, accounts } = board;
  return (
    <>
      {own && (
        <p className="px-3 pt-3 text-sm">
          You are {own.rank} of {accounts}, with <Signed kind="percent" value={own.total_return} />.
        </p>
      )}
      <DataTable
        label="Standings"
        rows={standings}
        columns={COLUMNS}
        rowKey={(one) => String(standings.indexOf(one))}
        height={fitted(standings.length, 440)}
        empty={<Empty title="Nobody has a day in this season yet">Trade, and be the first.</Empty>}
        footer="Half a minute old at most."
      />
    </>
  );
}
