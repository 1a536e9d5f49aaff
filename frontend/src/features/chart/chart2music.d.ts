// The package's own types are not reachable by its `exports`. Only what is used here.
declare module "chart2music" {
  interface Axis {
    label?: string;
    format?: (value: number) => string;
  }
  interface Candle {
    x: number;
    open: number;
    high: number;
    low: number;
    close: number;
  }
  export function c2mChart(input: {
    type: "candlestick";
    title: string;
    element: HTMLElement;
    cc: HTMLElement;
    data: Candle[];
    axes: { x: Axis; y: Axis };
  }): { err: string | null; data?: { cleanUp: () => void } };
}
