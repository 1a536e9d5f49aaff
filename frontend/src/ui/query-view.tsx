import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { Failed, Skeleton } from "./states";

interface QueryViewProps<T> {
  query: UseQueryResult<T>;
  /** The place of the answer, in its final size. */
  skeleton?: ReactNode;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}

/** A question's state: being asked, failed, answered with nothing, answered. */
export function QueryView<T>({ query, skeleton, isEmpty, empty, children }: QueryViewProps<T>) {
  if (query.data === undefined) {
    if (query.isError) return <Again query={query} />;
    return skeleton ?? <Skeleton lines={4} className="p-3" />;
  }
  if (isEmpty?.(query.data)) return empty ?? null;
  return (
    <>
      {query.isRefetchError && <Again query={query} />}
      {children(query.data)}
    </>
  );
}

/** Old data stays in sight under this, so that a passing failure takes nothing away. */
function Again<T>({ query }: { query: UseQueryResult<T> }) {
  return <Failed problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
}
