export { RiskPage } from "./risk-page";
