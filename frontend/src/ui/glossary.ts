/** Terms of the trade in a sentence or two. */

const entry = (title: string, text: string) => ({ title, text });

export const GLOSSARY = {
  timeInForce: entry(
    "Time in force",
    "How long an order may wait: day until the close, good till canceled or till a date; " +
      "immediate or cancel fills at once what it can, fill or kill all or nothing; at the open " +
      "and at the close, it takes part in the auction.",
  ),
  slippage: entry(
    "Slippage",
    "The difference between the price that was shown and the average price that an order got.",
  ),
  buyingPower: entry(
    "Buying power",
    "What new orders may cost: cash, more of it with margin, less what open orders reserve.",
  ),
  marketOrder: entry("Market order", "Buys or sells at once at whatever prices the book has."),
  limitOrder: entry("Limit order", "Fills at its price or a better one, or waits."),
  stopOrder: entry("Stop order", "Becomes a market order when the price reaches its stop."),
  stopLimitOrder: entry(
    "Stop-limit order",
    "Becomes a limit order when the price reaches its stop. It may not fill in a fast market.",
  ),
  trailingStop: entry(
    "Trailing stop",
    "A stop that follows the price at a distance when it moves your way, and never back.",
  ),
  bracket: entry(
    "Bracket",
    "An entry with a target and a stop; when one of the two fills, the other ends.",
  ),
  oto: entry("One triggers other", "An entry with one exit, which is placed when it has filled."),
  oco: entry("One cancels other", "Two orders of which the fill of one cancels the other."),
  spread: entry("Spread", "The distance between the best bid and the best ask."),
  bid: entry("Bid", "The best price at which somebody buys: what you get for selling at once."),
  ask: entry("Ask", "The best price at which somebody sells: what you pay for buying at once."),
  vwap: entry("VWAP", "The average price of all trades, weighted by their size."),
  sma: entry("SMA", "Simple moving average: the mean of the last closes, all counting the same."),
  ema: entry("EMA", "Exponential moving average: newer closes count more, older ones ever less."),
  rsi: entry(
    "RSI",
    "Relative strength index, 0 to 100: how much of the late moves went up. Above 70 is often " +
      "called overbought, below 30 oversold.",
  ),
  dayChange: entry(
    "Day change",
    "What today has made of the shares that are there: since yesterday's close, or since they " +
      "were bought today.",
  ),
  tick: entry("Tick size", "The smallest step between two prices of an instrument."),
  unrealized: entry(
    "Unrealised P&L",
    "What your open positions would have gained if sold at the last price.",
  ),
  realized: entry("Realised P&L", "What closed positions have gained, fees taken off."),
  drawdown: entry("Drawdown", "How far equity is below its highest point so far."),
  sharpe: entry(
    "Sharpe ratio",
    "Return above the riskless rate for each unit of its variation, over a year.",
  ),
  sortino: entry("Sortino ratio", "Like the Sharpe ratio, counting only variation downwards."),
  profitFactor: entry("Profit factor", "The sum of all wins divided by the sum of all losses."),
  expectancy: entry("Expectancy", "What a round trip has brought on average."),
  winRate: entry("Win rate", "The share of round trips that ended with a gain."),
  mae: entry("MAE", "Maximum adverse excursion: how far a trade was against you at worst."),
  mfe: entry("MFE", "Maximum favourable excursion: how far a trade was for you at best."),
  margin: entry(
    "Margin",
    "What must be in the account as security for positions bought on credit or sold short.",
  ),
  maintenance: entry("Maintenance margin", "The equity below which positions are closed for you."),
  killSwitch: entry("Kill switch", "Stops all new orders of an account until it is released."),
  reserved: entry("Reserved", "Cash or shares that open orders hold so that they can be filled."),
  epoch: entry("Epoch", "An account's life between two resets. Earlier epochs stay readable."),
} as const;

export type TermName = keyof typeof GLOSSARY;
