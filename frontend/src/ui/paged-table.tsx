import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import { DataTable, type DataTableProps } from "./data-table";
import { fitted } from "./fitted";
import { Failed } from "./states";

interface PagedTableProps<Row>
  extends Omit<DataTableProps<Row>, "rows" | "onEndReached" | "height"> {
  /** Pixels at most. */
  height: number;
  query: UseInfiniteQueryResult<Row[]>;
}

/** Of pages, all rows that were read so far: the `select` of an infinite query. */
export function allOf<Page, Row>(rows: (page: Page) => readonly Row[]) {
  return ({ pages }: InfiniteData<Page>): Row[] => pages.flatMap(rows);
}

/** A table whose next page is read when its end comes into sight. */
export function PagedTable<Row>({ query, ...table }: PagedTableProps<Row>) {
  const { data, isError, error, refetch, hasNextPage, isFetching, fetchNextPage } = query;
  const onEndReached = () => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  };
  const again = () => void (data ? fetchNextPage() : refetch());
  return (
    <>
      {isError && <Failed problem={asProblem(error)} onRetry={again} />}
      {!(isError && !data) && (
        <DataTable
          {...table}
          rows={data ?? []}
          height={fitted(data?.length ?? 0, table.height)}
          isLoading={query.isPending}
          onEndReached={onEndReached}
        />
      )}
    </>
  );
}
