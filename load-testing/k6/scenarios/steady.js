// The same number of orders every second; also `soak`, which only lasts longer.
import { marketLag } from '../lib/crowd.js';
import { shapeOf, traders } from '../lib/shape.js';
import { STATISTICS, thresholds } from '../lib/slo.js';
import { trade } from '../lib/trading.js';

const NAME = __ENV.SCENARIO || 'steady';
const shape = shapeOf(NAME);

export const options = {
  scenarios: { traders: traders(shape) },
  thresholds: thresholds(NAME),
  summaryTrendStats: STATISTICS,
};

export function setup() {
  return { lag: marketLag() };
}

export function trading({ lag }) {
  trade(shape.seconds, () => shape.rate / shape.traders, { lag });
}
