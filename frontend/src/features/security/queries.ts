/** What the server knows of how the user signs in. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { queries } from "@/api/query";
import { useSession } from "@/api/session";

const useUserId = () => useSession((state) => state.session?.user.user_id ?? "");

export function useSecondFactor(isWanted = true) {
  const userId = useUserId();
  return useQuery({
    queryKey: ["second-factor", userId],
    queryFn: () => call(api.auth.GET("/api/auth/second-factor")),
    enabled: isWanted && userId !== "",
  });
}

export function useDevices() {
  const userId = useUserId();
  return useQuery({
    queryKey: ["sessions", userId],
    queryFn: () => call(api.auth.GET("/api/auth/sessions")),
    enabled: userId !== "",
  });
}

/** Something about signing in has changed: ask again what is in sight. */
export async function askAgain(): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["second-factor"] }),
    queries.invalidateQueries({ queryKey: ["sessions"] }),
  ]);
}
