// People come, look around, trade, listen and leave; also `smoke`, which is that in small.
import { marketLag, self, signIn } from '../lib/crowd.js';
import { lookAround } from '../lib/looking.js';
import { shapeOf, traders } from '../lib/shape.js';
import { STATISTICS, thresholds } from '../lib/slo.js';
import { trade } from '../lib/trading.js';

const NAME = __ENV.SCENARIO || 'mixed-day';
const shape = shapeOf(NAME);
const PAUSE_SECONDS = 0.5;

export const options = {
  scenarios: {
    traders: traders(shape),
    readers: {
      executor: 'per-vu-iterations',
      exec: 'looking',
      vus: shape.readers,
      iterations: 1,
      maxDuration: `${shape.seconds + 60}s`,
    },
    logins: {
      executor: 'constant-arrival-rate',
      exec: 'coming',
      rate: shape.logins || 1,
      timeUnit: '1s',
      duration: `${shape.seconds}s`,
      preAllocatedVUs: 10,
    },
  },
  thresholds: thresholds(NAME),
  summaryTrendStats: STATISTICS,
};

export function setup() {
  return { lag: marketLag() };
}

export function trading({ lag }) {
  trade(shape.seconds, () => shape.rate / shape.traders, { lag });
}

export function looking() {
  lookAround(shape.seconds, PAUSE_SECONDS);
}

export function coming() {
  signIn(self());
}
