import { CircleCheck, TriangleAlert } from "lucide-react";
import { Figure, Figures } from "@/ui/figures";
import { date, money, quantity } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { Signed } from "@/ui/signed";
import { Skeleton } from "@/ui/states";
import { Term } from "@/ui/term";
import { type Portfolio, useBalance, useLastDay, usePortfolio, useRiskAccount } from "./queries";

export function Summary() {
  const query = usePortfolio();
  return (
    <QueryView query={query} skeleton={<Skeleton height={148} className="p-3" />}>
      {(portfolio) => (
        <>
          <Worth portfolio={portfolio} />
          {portfolio.unpriced.length > 0 && (
            <p className="px-3 pb-3 text-xs text-muted">
              No price is known of {portfolio.unpriced.join(", ")}: counted at what was paid.
            </p>
          )}
        </>
      )}
    </QueryView>
  );
}

function Worth({ portfolio }: { portfolio: Portfolio }) {
  const risk = useRiskAccount().data;
  const unsettled = portfolio.settles_on
    ? `${money(portfolio.unsettled_cash)} settle on ${date(portfolio.settles_on)}`
    : undefined;
  return (
    <Figures>
      <Figure label="Equity">{money(portfolio.equity)}</Figure>
      <DayProfit />
      <Figure label="Cash" note={unsettled}>
        {money(portfolio.cash)}
      </Figure>
      <Figure
        label={<Term name="buyingPower" />}
        note={
          risk && risk.held_cash !== "0" ? `${money(risk.held_cash)} held by orders` : undefined
        }
      >
        {money(risk?.buying_power)}
      </Figure>
      <Figure label="Market value">{money(portfolio.market_value)}</Figure>
      <Figure label={<Term name="unrealized" />}>
        <Signed kind="money" value={portfolio.unrealised} />
      </Figure>
      <Figure label={<Term name="realized" />} note={`${money(portfolio.fees)} fees`}>
        <Signed kind="money" value={portfolio.realised} />
      </Figure>
      <Figure label="Dividends">{money(portfolio.dividends)}</Figure>
      <Figure label="Interest paid">{money(portfolio.interest)}</Figure>
      <Figure label="Paid in">{money(portfolio.paid_in)}</Figure>
    </Figures>
  );
}

function DayProfit() {
  const { data: day } = useLastDay();
  return (
    <Figure label="Day P&L" note={day ? `market day ${date(day.day)}` : undefined}>
      <Signed kind="money" value={day?.change} />
    </Figure>
  );
}

/** Whether all entries cancel out, and what the entries alone say that the account owns. */
export function LedgerBalance() {
  const query = useBalance();
  return (
    <QueryView query={query}>
      {({ balanced, assets }) => (
        <div className="flex flex-col gap-2 p-3 text-sm">
          <p className="flex items-center gap-2">
            {balanced ? (
              <CircleCheck aria-hidden="true" className="size-4 text-up" />
            ) : (
              <TriangleAlert aria-hidden="true" className="size-4 text-danger" />
            )}
            {balanced
              ? "The ledger balances: the entries of every booking cancel out in every asset."
              : "The ledger does not balance. Tell an administrator."}
          </p>
          <ul className="flex flex-wrap gap-x-6 gap-y-1 tabular-nums">
            {assets.map(({ asset, own }) => (
              <li key={asset}>
                <span className="text-muted">{asset}</span>{" "}
                {asset === "USD" ? money(own) : quantity(own)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </QueryView>
  );
}
