// How large a scenario is: ../scenarios.json, and what was asked for on the command line.
const shapes = JSON.parse(open('../scenarios.json'));

export function shapeOf(scenario) {
  return { ...shapes[scenario], ...JSON.parse(__ENV.SHAPE || '{}') };
}

// Every trader is a virtual user with one WebSocket, who trades at a rate of his own.
export function traders({ traders: vus, seconds }) {
  return {
    executor: 'per-vu-iterations',
    exec: 'trading',
    vus,
    iterations: 1,
    maxDuration: `${seconds + 60}s`,
  };
}

// Metrics of each step on its own: k6 shows them if there is a threshold, even an empty one.
export function bySteps(names) {
  const metrics = ['order_filled_ms', 'order_placed_ms', 'orders_filled', 'orders_on_time'];
  return Object.fromEntries(
    names.flatMap((name) => metrics.map((metric) => [`${metric}{step:${name}}`, []])),
  );
}
