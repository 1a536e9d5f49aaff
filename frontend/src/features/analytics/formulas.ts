/** How figures are defined: the same words as docs/analytics.md, which a test compares. */

export interface Formula {
  /** As the documentation calls it. */
  readonly name: string;
  readonly formula: string;
}

export const FORMULAS = {
  total_return: { name: "total return", formula: "Π(1 + r) − 1" },
  annual_return: { name: "annual return", formula: "(Π(1 + r))^(252/n) − 1" },
  volatility: { name: "volatility", formula: "s · √252" },
  sharpe: { name: "Sharpe ratio", formula: "mean(r) / s · √252" },
  sortino: { name: "Sortino ratio", formula: "mean(r) / √mean(min(r, 0)²) · √252" },
  max_drawdown: { name: "drawdown", formula: "level / highest level so far − 1" },
  calmar: { name: "Calmar ratio", formula: "annual return / −deepest drawdown" },
  beta: { name: "beta", formula: "cov(r, b) / var(b)" },
  alpha: { name: "alpha", formula: "(1 + mean(r − beta · b))^252 − 1" },
  profit: {
    name: "profit",
    formula: "dollars that came out, less those that went in, less fees",
  },
  win_rate: { name: "win rate", formula: "trips that earned something, of all" },
  profit_factor: { name: "profit factor", formula: "dollars won / dollars lost" },
  expectancy: { name: "expectancy", formula: "profit of all / number of trips" },
  payoff_ratio: { name: "payoff ratio", formula: "average win / average loss" },
  average_holding: {
    name: "average holding",
    formula: "mean of the market time from the first fill to the last",
  },
  streaks: {
    name: "streaks",
    formula: "longest runs of wins and of losses, in the order in which trips ended",
  },
} as const satisfies Record<string, Formula>;

export type FormulaName = keyof typeof FORMULAS;
