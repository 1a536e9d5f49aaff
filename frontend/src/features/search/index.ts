export { SymbolSearch } from "./symbol-search";
