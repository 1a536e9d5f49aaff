/** Reads a board from a component, which makes its topics wanted for as long as it is there. */
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { Board } from "./board";
import type { Topic } from "./topics";
import { wishes } from "./wishes";

/** The value of one key. Without a key: `undefined`, and nothing is wanted. */
export function useBoard<T>(
  board: Board<T>,
  key: string | undefined,
  topicOf: (key: string) => Topic,
): T | undefined {
  return useBoardPart(board, key, topicOf, itself);
}

const itself = <T>(value: T): T => value;

/** What `part` makes of the value: renders anew only when that is another. */
export function useBoardPart<T, Part>(
  board: Board<T>,
  key: string | undefined,
  topicOf: (key: string) => Topic,
  part: (value: T | undefined) => Part,
): Part {
  useEffect(() => (key ? wishes.want(topicOf(key)) : undefined), [key, topicOf]);
  const subscribe = useCallback(
    (listener: () => void) => (key ? board.subscribe(key, listener) : () => undefined),
    [board, key],
  );
  return useSyncExternalStore(subscribe, () => part(key ? board.get(key) : undefined));
}

/** The values of several keys; the same map until one of them changes. */
export function useBoards<T>(
  board: Board<T>,
  keys: readonly string[],
  topicOf: (key: string) => Topic,
): ReadonlyMap<string, T> {
  const joined = keys.join(" ");
  const last = useRef<ReadonlyMap<string, T>>(new Map());
  useEffect(() => {
    const leave = split(joined).map((key) => wishes.want(topicOf(key)));
    return () => {
      for (const one of leave) one();
    };
  }, [joined, topicOf]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const leave = split(joined).map((key) => board.subscribe(key, listener));
      return () => {
        for (const one of leave) one();
      };
    },
    [board, joined],
  );
  return useSyncExternalStore(subscribe, () => {
    const values = collect(board, split(joined));
    if (!isSame(last.current, values)) last.current = values;
    return last.current;
  });
}

const split = (joined: string): string[] => (joined ? [...new Set(joined.split(" "))] : []);

function collect<T>(board: Board<T>, keys: readonly string[]): ReadonlyMap<string, T> {
  const values = new Map<string, T>();
  for (const key of keys) {
    const value = board.get(key);
    if (value !== undefined) values.set(key, value);
  }
  return values;
}

function isSame<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of other) if (one.get(key) !== value) return false;
  return true;
}
