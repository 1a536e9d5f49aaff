export { DepthPanel } from "./depth-panel";
