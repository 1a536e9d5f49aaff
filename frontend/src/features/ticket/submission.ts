/**
 * From a press of the button to the server's answer. There is one order under way at a time; its
 * intent is kept, over a reload too, until it is known what became of it.
 */
import { create } from "zustand";
import { asProblem, isOtherAccount, type Problem } from "@/api/problem";
import { useSession } from "@/api/session";
import { show } from "@/state/order-actions";
import {
  type Intent,
  intend,
  lookUp,
  OTHER_ACCOUNT,
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

const userNow = (): string | undefined => useSession.getState().session?.user.user_id;

export const useSubmission = create<{ readonly progress: Progress }>(() => ({
  progress: useSession.getState().session ? kept() : { kind: "idle" },
}));

const set = (progress: Progress): void => useSubmission.setState({ progress });

/** Whether another order can be sent now. */
export function isReady(progress: Progress): boolean {
  if (progress.kind === "placed") return !progress.isFresh;
  return progress.kind === "idle" || progress.kind === "refused";
}

/**
 * Send an order, unless one is under way: then nothing happens, and it answers false. It is of
 * `accountId`, that is of the account that was worked with when it was asked about.
 */
export async function submit(body: PlaceOrder, accountId?: string): Promise<boolean> {
  if (!isReady(useSubmission.getState().progress)) return false;
  try {
    const intent = intend(body, accountId);
    settle(intent, await tried(intent));
  } catch (error) {
    set({ kind: "refused", problem: asProblem(error) }); // nobody is signed in
  }
  return true;
}

/** The same order once more, under the same name: if it had arrived, it is not placed twice. */
export async function again(): Promise<void> {
  const { progress } = useSubmission.getState();
  if (progress.kind !== "unknown") return;
  const { intent } = progress;
  const outcome = await tried(intent);
  // It was not sent this time: what became of it the first time is as unknown as before.
  const isUnsent = outcome.kind === "refused" && isOtherAccount(outcome.problem);
  settle(intent, isUnsent ? { kind: "unknown", problem: OTHER_ACCOUNT } : outcome);
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

async function tried(intent: Intent): Promise<Outcome> {
  keep(intent);
  set({ kind: "sending", intent });
  return await place(intent, () => set({ kind: "looking", intent }));
}

function settle(intent: Intent, outcome: Outcome): void {
  if (intent.userId !== userNow()) return; // its owner has signed out meanwhile
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

/** What this user had under way when the page was left; what is of somebody else is forgotten. */
function kept(): Progress {
  try {
    const intent = JSON.parse(sessionStorage.getItem(STORAGE) ?? "null") as Intent | null;
    if (intent && intent.userId === userNow()) {
      const detail = "The page was left before the server answered.";
      return { kind: "unknown", intent, problem: asProblem(new Error(detail)) };
    }
  } catch {
    // It cannot be read, or there is no storage.
  }
  keep(undefined);
  return { kind: "idle" };
}

/** An order is its owner's: who signs in after him reads nothing of it, and is not held up by it. */
useSession.subscribe(({ session }, { session: before }) => {
  const { progress } = useSubmission.getState();
  const isOver = progress.kind === "placed" || progress.kind === "refused";
  if (session?.user.user_id !== before?.user.user_id) {
    if (before) dismiss();
    if (session) set(kept());
  } else if (isOver && session?.account_id !== before?.account_id) set({ kind: "idle" });
});
