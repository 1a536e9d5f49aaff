// More and more WebSocket clients that listen to one symbol each, and do nothing else.
import { marketLag, self } from '../lib/crowd.js';
import { shapeOf } from '../lib/shape.js';
import { STATISTICS, thresholds } from '../lib/slo.js';
import { listen } from '../lib/stream.js';
import exec from 'k6/execution';
import { sleep } from 'k6';

const shape = shapeOf('fan-out');
const everything = shape.ramp_seconds + shape.seconds;

export const options = {
  scenarios: {
    clients: {
      executor: 'per-vu-iterations',
      exec: 'client',
      vus: shape.clients,
      iterations: 1,
      maxDuration: `${everything + 60}s`,
    },
  },
  thresholds: thresholds('fan-out'),
  summaryTrendStats: STATISTICS,
};

export function setup() {
  return { lag: marketLag(), ends: Date.now() + everything * 1000 };
}

export function client({ lag, ends }) {
  sleep(((exec.vu.idInTest - 1) / shape.clients) * shape.ramp_seconds);
  const who = self(shape.shared);
  listen(who, Math.max(1, (ends - Date.now()) / 1000), {
    channels: ['quotes'], symbols: [who.symbol], lag,
  });
}
