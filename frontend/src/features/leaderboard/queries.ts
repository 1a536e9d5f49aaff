import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/analytics";
import { useAccountId } from "@/state/accounts";

export type Board = components["schemas"]["BoardResponse"];
export type Standing = components["schemas"]["StandingResponse"];

const AGAIN_MS = 30_000;

export function useBoard(season: string) {
  return useQuery({
    queryKey: [useAccountId(), "analytics", "leaderboard", season],
    queryFn: () =>
      call(api.analytics.GET("/api/analytics/leaderboard", { params: { query: { season } } })),
    refetchInterval: AGAIN_MS,
  });
}

/** Be called so on the leaderboard; `undefined`: be nameless. */
export function useNaming() {
  const account = useAccountId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (name: string | undefined): Promise<void> => {
      const path = "/api/analytics/leaderboard/name";
      if (name) await call(api.analytics.PUT(path, { body: { name } }));
      else await call(api.analytics.DELETE(path));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: [account, "analytics", "leaderboard"] }),
  });
}
