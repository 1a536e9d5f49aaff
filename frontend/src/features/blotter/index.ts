export { Blotter } from "./blotter";
