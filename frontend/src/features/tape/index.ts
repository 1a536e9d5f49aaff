export { TapePanel } from "./tape-panel";
