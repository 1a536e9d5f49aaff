import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/market";

export type Hit = components["schemas"]["HitResponse"];

const PAUSE_MS = 150;
const HITS = 12;

/** What was typed, once nothing was typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Instruments that fit what was typed, the best first. Nothing typed: nothing asked. */
export function useSearch(text: string) {
  const q = useSettled(text.trim());
  return useQuery({
    queryKey: ["search", q],
    queryFn: ({ signal }) =>
      call(api.market.GET("/api/market/search", { params: { query: { q, limit: HITS } }, signal })),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}
