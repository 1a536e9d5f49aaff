/** What happens to the account: told in order to who listens, and written into the cache. */
import { queries } from "@/api/query";
import { consequencesOf } from "./consequences";
import type { PrivateFrame } from "./frames";
import { type Change, changeOf, patched } from "./patch";
import { Refetcher } from "./refetcher";

type Listener = (frame: PrivateFrame) => void;

const listeners = new Set<Listener>();

/** Hear every event of the account, in order, until what is returned is called. */
export function onPrivate(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Only what is on the screen is read again at once; the rest when it is shown. */
const refetcher = new Refetcher((keys) => {
  for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
});

/** Frames of one moment, in order: the cache first, so that who listens finds it done. */
export function tellPrivate(frames: readonly PrivateFrame[]): void {
  patchOrders(frames);
  for (const frame of frames) {
    const account = frame.data.account_id;
    const { soon, later } = consequencesOf(frame);
    for (const part of soon) refetcher.soon([account, ...part]);
    for (const part of later) refetcher.later([account, ...part]);
    if (frame.type.startsWith("ACCOUNT_")) refetcher.soon(["accounts"]);
  }
  for (const frame of frames) for (const listener of [...listeners]) listener(frame);
}

/** Read everything about the account again, once: some of what happened to it was never told. */
export function refetchPrivate(account: string): void {
  refetcher.forget();
  void queries.invalidateQueries({ queryKey: [account] });
  void queries.invalidateQueries({ queryKey: ["accounts"] });
}

/** Read what the market did again, once: prices are not repeated, so charts have a hole. */
export function refetchPublic(): void {
  for (const name of ["bars", "snapshot", "instrument", "clock"])
    void queries.invalidateQueries({ queryKey: [name] });
}

function patchOrders(frames: readonly PrivateFrame[]): void {
  const changes = new Map<string, Change>();
  const accounts = new Set<string>();
  for (const frame of frames) {
    const change = changeOf(frame);
    if (!change || !("order_id" in frame.data)) continue;
    const { order_id: id, account_id: account } = frame.data;
    changes.set(id, { ...changes.get(id), ...change });
    accounts.add(account);
  }
  for (const account of accounts)
    for (const name of ["orders", "order"]) patch([account, name], changes);
}

/** Only what really changes: writing data makes a query that is out of date look fresh. */
function patch(queryKey: readonly string[], changes: ReadonlyMap<string, Change>): void {
  for (const query of queries.getQueryCache().findAll({ queryKey })) {
    const data = patched(query.state.data, changes);
    if (data !== query.state.data) query.setData(data);
  }
}
