export { AnalyticsPage } from "./analytics-page";
export { TripsPage } from "./trips-page";
