import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/auth";
import { withStepUp } from "@/state/step-up";
import { allOf } from "@/ui/paged-table";

type Schemas = components["schemas"];
export type User = Schemas["UserDetails"];
export type Patch = Schemas["UserPatch"];

const PAGE = 100;

/** Users whose e-mail or name has `search` in it, newest first. */
export function useUsers(search: string) {
  return useInfiniteQuery({
    queryKey: ["admin", "users", search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: PAGE, ...(search && { search }), ...(cursor && { cursor }) };
      return call(api.auth.GET("/api/auth/admin/users", { params: { query } }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
    select: allOf((page: Schemas["UserPage"]) => page.items),
  });
}

/** Change a user. @throws Problem */
export function useChangeUser(): (userId: string, body: Patch) => Promise<void> {
  const client = useQueryClient();
  return async (userId, body) => {
    const path = { user_id: userId };
    await withStepUp(() =>
      call(api.auth.PATCH("/api/auth/admin/users/{user_id}", { params: { path }, body })),
    );
    void client.invalidateQueries({ queryKey: ["admin", "users"] });
  };
}
