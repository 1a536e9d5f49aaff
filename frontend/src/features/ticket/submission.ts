/**
 * From a press of the button to the server's answer. There is one order under way at a time; its
 * intent is kept, over a reload too, until it is known what became of it.
 */
import { create } from "zustand";
import type { Problem } from "@/api/problem";
import { asProblem } from "@/api/problem";
import { useSession } from "@/api/session";
import { show } from "@/state/order-actions";
import {
  type Intent,
  intend,
  lookUp,
  type Outcome,
  type PlaceOrder,
  place,
} from "@/state/order-intent";

export type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "sending" | "looking"; readonly intent: Intent }
  | { readonly kind: "unknown"; readonly intent: Intent; readonly problem: Problem }
  | { readonly kind: "refused"; readonly problem: Problem }
  | {
      readonly kind: "placed";
      readonly accountId: string;
      readonly orderId: string;
      readonly correlationId: string;
      /** A moment long nothing else is taken: the second half of a double click. */
      readonly isFresh: boolean;
    };

type Placed = Extract<Outcome, { kind: "placed" }>;

const STORAGE = "outcry.intent";
const FRESH_MS = 1000;

export const useSubmission = create<{ readonly progress: Progress }>(() => ({
  progress: kept(),
}));

const set = (progress: Progress): void => useSubmission.setState({ progress });

/** Whether another order can be sent now. */
export function isReady(progress: Progress): boolean {
  if (progress.kind === "placed") return !progress.isFresh;
  return progress.kind === "idle" || progress.kind === "refused";
}

/** Send an order, unless one is under way: then nothing happens, and it answers false. */
export async function submit(body: PlaceOrder): Promise<boolean> {
  if (!isReady(useSubmission.getState().progress)) return false;
  try {
    await send(intend(body));
  } catch (error) {
    set({ kind: "refused", problem: asProblem(error) }); // nobody is signed in
  }
  return true;
}

/** The same order once more, under the same name: if it had arrived, it is not placed twice. */
export async function again(): Promise<void> {
  const { progress } = useSubmission.getState();
  if (progress.kind === "unknown") await send(progress.intent);
}

/** Look once more whether it arrived. */
export async function look(): Promise<void> {
  const { progress } = useSubmission.getState();
  if (progress.kind !== "unknown") return;
  const { intent, problem } = progress;
  set({ kind: "looking", intent });
  settle(intent, await lookUp(intent, problem));
}

/** Have done with what was said, so that another order can be sent. */
export function dismiss(): void {
  keep(undefined);
  set({ kind: "idle" });
}

async function send(intent: Intent): Promise<void> {
  keep(intent);
  set({ kind: "sending", intent });
  settle(intent, await place(intent, () => set({ kind: "looking", intent })));
}

function settle(intent: Intent, outcome: Outcome): void {
  if (outcome.kind === "unknown") {
    set({ ...outcome, intent });
    return;
  }
  keep(undefined);
  if (outcome.kind === "refused") set(outcome);
  else settlePlaced(intent, outcome);
}

function settlePlaced(intent: Intent, { order, correlationId }: Placed): void {
  const progress = {
    kind: "placed",
    accountId: intent.accountId,
    orderId: order.order_id,
    correlationId,
  } as const;
  show(order);
  set({ ...progress, isFresh: true });
  setTimeout(() => {
    const { progress: now } = useSubmission.getState();
    if (now.kind === "placed" && now.orderId === order.order_id)
      set({ ...progress, isFresh: false });
  }, FRESH_MS);
}

function keep(intent: Intent | undefined): void {
  try {
    if (intent) sessionStorage.setItem(STORAGE, JSON.stringify(intent));
    else sessionStorage.removeItem(STORAGE);
  } catch {
    // Without storage it is known until the page is left.
  }
}

/** What was under way when the page was left. */
function kept(): Progress {
  try {
    const text = sessionStorage.getItem(STORAGE);
    if (!text) return { kind: "idle" };
    const detail = "The page was left before the server answered.";
    return {
      kind: "unknown",
      intent: JSON.parse(text) as Intent,
      problem: asProblem(new Error(detail)),
    };
  } catch {
    return { kind: "idle" };
  }
}

/** Another account has other orders: what was said of the last one goes with it. */
useSession.subscribe(({ session }, { session: before }) => {
  const { progress } = useSubmission.getState();
  const isOver = progress.kind === "placed" || progress.kind === "refused";
  if (isOver && session?.account_id !== before?.account_id) set({ kind: "idle" });
});
