export { Watchlist } from "./watchlist";
