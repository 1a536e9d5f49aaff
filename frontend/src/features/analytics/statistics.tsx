import { Figure, Figures } from "@/ui/figures";
import { money, NOTHING, percent } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { DefinedFigure } from "./figure-with-formula";
import { duration, ratio } from "./figures";
import type { Report } from "./queries";

/** What daily returns come to. */
export function Ratios({ report: { ratios, exposure } }: { report: Report }) {
  return (
    <Figures>
      <DefinedFigure name="total_return" note={`${ratios.days} days`}>
        <Signed kind="percent" value={ratios.total_return} />
      </DefinedFigure>
      <DefinedFigure name="annual_return">
        <Signed kind="percent" value={ratios.annual_return} />
      </DefinedFigure>
      <DefinedFigure name="volatility">{percent(ratios.volatility)}</DefinedFigure>
      <DefinedFigure name="max_drawdown" label="Deepest drawdown">
        {percent(ratios.max_drawdown)}
      </DefinedFigure>
      <DefinedFigure name="sharpe">{ratio(ratios.sharpe)}</DefinedFigure>
      <DefinedFigure name="sortino">{ratio(ratios.sortino)}</DefinedFigure>
      <DefinedFigure name="calmar">{ratio(ratios.calmar)}</DefinedFigure>
      <Figure label="Average exposure" note="positions for each dollar of equity">
        {percent(exposure?.average)}
      </Figure>
      <Figure label="Highest exposure">{percent(exposure?.highest)}</Figure>
      <Figure label="Days invested">{percent(exposure?.days_invested)}</Figure>
    </Figures>
  );
}

/** The account beside who bought and held the benchmark. */
export function Benchmark({ report: { benchmark } }: { report: Report }) {
  if (!benchmark)
    return (
      <p className="p-3 text-sm text-muted">
        There is no benchmark yet: it needs days of which both the account and SPY have a return.
      </p>
    );
  return (
    <Figures>
      <Figure label={`Return of ${benchmark.symbol}`} note={`${benchmark.ratios.days} days`}>
        <Signed kind="percent" value={benchmark.ratios.total_return} />
      </Figure>
      <Figure label="Beyond it">
        <Signed kind="percent" value={benchmark.excess_return} />
      </Figure>
      <DefinedFigure name="alpha">
        <Signed kind="percent" value={benchmark.alpha} />
      </DefinedFigure>
      <DefinedFigure name="beta">{ratio(benchmark.beta)}</DefinedFigure>
      <Figure label={`Drawdown of ${benchmark.symbol}`}>
        {percent(benchmark.ratios.max_drawdown)}
      </Figure>
    </Figures>
  );
}

/** What round trips come to. */
export function TripFigures({ report: { trips } }: { report: Report }) {
  return (
    <Figures>
      <DefinedFigure name="profit" note={`${trips.trips} round trips`}>
        <Signed kind="money" value={trips.profit} />
      </DefinedFigure>
      <DefinedFigure name="win_rate" note={`${trips.wins} won, ${trips.losses} lost`}>
        {percent(trips.win_rate)}
      </DefinedFigure>
      <DefinedFigure name="profit_factor">{ratio(trips.profit_factor)}</DefinedFigure>
      <DefinedFigure name="expectancy">
        <Signed kind="money" value={trips.expectancy} />
      </DefinedFigure>
      <DefinedFigure name="payoff_ratio">{ratio(trips.payoff_ratio)}</DefinedFigure>
      <Figure label="Average win">{money(trips.average_win)}</Figure>
      <Figure label="Average loss">{money(trips.average_loss)}</Figure>
      <Figure label="Best and worst">
        {trips.best === null ? (
          NOTHING
        ) : (
          <>
            <Signed kind="money" value={trips.best} /> / <Signed kind="money" value={trips.worst} />
          </>
        )}
      </Figure>
      <DefinedFigure name="average_holding">
        {duration(trips.average_holding_seconds)}
      </DefinedFigure>
      <DefinedFigure name="streaks" label="Longest streaks" note={running(trips.streak)}>
        {trips.longest_winning_streak} won, {trips.longest_losing_streak} lost
      </DefinedFigure>
      <Figure label="Fees">{money(trips.fees)}</Figure>
    </Figures>
  );
}

function running(streak: number): string {
  if (streak === 0) return "none under way";
  return `${Math.abs(streak)} ${streak > 0 ? "won" : "lost"} in a row now`;
}
