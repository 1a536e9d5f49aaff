/** A list page by page, whose head follows what happens. */
import { type QueryKey, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { type Kept, NOTHING_KEPT, type Page, withHead, withMore } from "./kept";

export interface Source<Row> {
  readonly queryKey: QueryKey;
  readonly page: (cursor: string | undefined, limit: number) => Promise<Page<Row>>;
  readonly idOf: (row: Row) => string;
  /** Rows of a page beyond the head. */
  readonly pageSize: number;
}

export interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
  readonly problem: Problem | undefined;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly more: () => void;
  readonly retry: () => void;
  /** Change rows that may lie beyond the head. */
  readonly patch: (change: (row: Row) => Row) => void;
}

const HEAD = 100;

interface Held<Row> {
  readonly key: string;
  readonly kept: Kept<Row>;
  /** The head that is in it: it is put in once. */
  readonly head: Page<Row> | undefined;
}

export function usePaged<Row>(source: Source<Row>): Paged<Row> {
  const { queryKey, page, idOf, pageSize } = source;
  const key = JSON.stringify(queryKey);
  const head = useQuery({ queryKey, queryFn: () => page(undefined, HEAD) });
  const [held, setHeld] = useState<Held<Row>>({ key, kept: NOTHING_KEPT, head: undefined });
  const now = useMemo(() => {
    const before = held.key === key ? held : { key, kept: NOTHING_KEPT, head: undefined };
    if (!head.data || head.data === before.head) return before;
    return { key, kept: withHead(before.kept, head.data, idOf), head: head.data };
  }, [held, key, head.data, idOf]);
  useEffect(() => setHeld(now), [now]);
  const { kept } = now;
  const latest = useRef({ now, page });
  useEffect(() => {
    latest.current = { now, page };
  });
  const loading = useMore<Row>(latest, setHeld, idOf, pageSize);
  const patch = useCallback((change: (row: Row) => Row) => {
    setHeld((before) => changed(before, change));
  }, []);
  const problem = head.isError ? asProblem(head.error) : loading.problem;
  return {
    rows: kept.rows,
    isLoading: head.isPending,
    problem,
    hasMore: kept.next !== null,
    isLoadingMore: loading.isUnderWay,
    more: loading.more,
    retry: () => (head.isError ? void head.refetch() : loading.more()),
    patch,
  };
}

function changed<Row>(held: Held<Row>, change: (row: Row) => Row): Held<Row> {
  const { rows } = held.kept;
  const others = rows.map(change);
  const isSame = others.every((row, index) => row === rows[index]);
  return isSame ? held : { ...held, kept: { ...held.kept, rows: others } };
}

interface Latest<Row> {
  readonly now: Held<Row>;
  readonly page: Source<Row>["page"];
}

function useMore<Row>(
  latest: { readonly current: Latest<Row> },
  setHeld: (held: Held<Row>) => void,
  idOf: (row: Row) => string,
  pageSize: number,
) {
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const isBusy = useRef(false);
  const more = useCallback(async () => {
    const { now: before, page } = latest.current;
    const { next } = before.kept;
    if (isBusy.current || next === null) return;
    isBusy.current = true;
    setUnderWay(true);
    setProblem(undefined);
    try {
      const added = await page(next, pageSize);
      const { now } = latest.current;
      // Another filter, or a head that lost its rest, has another end.
      if (now.key === before.key && now.kept.next === next)
        setHeld({ ...now, kept: withMore(now.kept, added, idOf) });
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      isBusy.current = false;
      setUnderWay(false);
    }
  }, [latest, setHeld, idOf, pageSize]);
  return { isUnderWay, problem, more: useCallback(() => void more(), [more]) };
}
