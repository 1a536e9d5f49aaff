// Another number of orders with every step; also `spike`, whose middle step is too much.
import { marketLag } from '../lib/crowd.js';
import { bySteps, shapeOf, traders } from '../lib/shape.js';
import { STATISTICS, thresholds } from '../lib/slo.js';
import { trade } from '../lib/trading.js';

const NAME = __ENV.SCENARIO || 'ramp';
const shape = shapeOf(NAME);
const seconds = shape.steps.length * shape.step_seconds;
const stepAt = (second) => Math.min(Math.floor(second / shape.step_seconds), shape.steps.length - 1);
const label = (number) => `${number + 1} at ${shape.steps[number]}`;

export const options = {
  scenarios: { traders: traders({ ...shape, seconds }) },
  thresholds: { ...thresholds(NAME), ...bySteps(shape.steps.map((_, number) => label(number))) },
  summaryTrendStats: STATISTICS,
};

export function setup() {
  return { lag: marketLag() };
}

export function trading({ lag }) {
  const rate = (second) => shape.steps[stepAt(second)] / shape.traders;
  trade(seconds, rate, { lag, step: (second) => label(stepAt(second)) });
}
