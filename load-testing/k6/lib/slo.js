// Thresholds are the service level objectives, and those are in one place: ../../slo.json.
const agreed = JSON.parse(open('../../slo.json'));
const MEASURED_AFTERWARDS = ['wrong_afterwards', 'memory_growth', 'recovery_seconds'];
const AT_LEAST = ['orders_on_time'];

export const STATISTICS = ['avg', 'min', 'med', 'p(90)', 'p(95)', 'p(99)', 'max', 'count'];

// What k6 itself can decide of a scenario, as it wants to be told.
export function thresholds(scenario) {
  const found = {};
  for (const name of agreed.scenarios[scenario]) {
    const { metric, statistic, limit } = agreed.objectives[name];
    if (!MEASURED_AFTERWARDS.includes(metric)) {
      found[metric] = [`${statistic}${AT_LEAST.includes(metric) ? '>=' : '<'}${limit}`];
    }
  }
  return found;
}
