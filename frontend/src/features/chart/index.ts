export { ChartPanel } from "./chart-panel";
