/** The cache of what the API answered. Private keys begin with the account they are about. */
import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "./problem";

const TRIES = 3;

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < TRIES && asProblem(error).isPassing,
      refetchOnWindowFocus: false, // the stream tells what changes
    },
    mutations: { retry: false },
  },
});
