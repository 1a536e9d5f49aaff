/** The filter of each tab is in the address: it outlives another tab, and a link leads to it. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { EVERYTHING, type Filter } from "./filter";
import type { TabName } from "./tab-address";

type Search = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Search => typeof value === "object" && value !== null;

/** Anything may stand in an address; a symbol that is a number is read as one. */
export function filterIn(search: Search, tab: TabName): Filter {
  const { filters } = search;
  const own = isRecord(filters) ? filters[tab] : undefined;
  if (!isRecord(own)) return EVERYTHING;
  const text = (name: keyof Filter) => (own[name] === undefined ? "" : String(own[name]));
  const side = text("side");
  return {
    symbol: text("symbol").toUpperCase(),
    side: side === "buy" || side === "sell" ? side : "",
    status: text("status"),
    since: text("since"),
    until: text("until"),
  };
}

/** The search with what one tab wants to see; nothing of a tab that wants all. */
export function withFilter(search: Search, tab: TabName, filter: Filter): Search {
  const { filters, ...others } = search;
  const { [tab]: _, ...rest } = isRecord(filters) ? filters : {};
  const chosen = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
  const all = Object.keys(chosen).length > 0 ? { ...rest, [tab]: chosen } : rest;
  return Object.keys(all).length > 0 ? { ...others, filters: all } : others;
}

export function useFilter(tab: TabName): [Filter, (filter: Filter) => void] {
  const inAddress = JSON.stringify(filterIn(useSearch({ strict: false }), tab));
  const navigate = useNavigate();
  const [filter, setFilter] = useState<Filter>(() => JSON.parse(inAddress));
  // The address follows what is typed, late: only what somebody else wrote there is news.
  const ours = useRef(new Set([inAddress]));
  useEffect(() => {
    if (ours.current.has(inAddress)) return;
    ours.current.add(inAddress);
    setFilter(JSON.parse(inAddress));
  }, [inAddress]);
  const change = useCallback(
    (next: Filter) => {
      ours.current.add(JSON.stringify(next));
      setFilter(next);
      const search = (before: Search) => withFilter(before, tab, next);
      void navigate({ to: ".", search: search as never, replace: true });
    },
    [navigate, tab],
  );
  return [filter, change];
}
