/** Puts the focus on the chart, or on its bars as a table, as soon as either is there. */
const CHART = '[data-tour="ChartPanel"] :is([data-cursor], [role="grid"])';
const PATIENCE_MS = 3_000;

export function focusChart(): void {
  const until = Date.now() + PATIENCE_MS;
  const look = () => {
    const chart = document.querySelector<HTMLElement>(CHART);
    if (chart) chart.focus();
    else if (Date.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look); // after the page that is gone to has taken the focus
}
