/** Tells what came: to the list, as toasts, to screen readers, and by sound. Bursts become one. */
import { Problem } from "@/api/problem";
import { preferences, type SoundName } from "@/state/preferences";
import { announce } from "@/ui/announce";
import { toast } from "@/ui/toast";
import { note } from "./notice-store";
import { headline, type Kind, type Notice } from "./notices";
import { sound } from "./sound";

/** So long is waited for more of the same. */
const GATHER_MS = 300;

const SOUNDS: Readonly<Record<Kind, SoundName | undefined>> = {
  fill: "filled",
  rejection: "rejected",
  accepted: "accepted",
  order: "cancelled",
  margin: "alert",
  halt: "alert",
  price: "alert",
  money: undefined,
  connection: undefined,
};

declare module "@/state/preferences" {
  interface Preferences {
    /** Whether accepted orders are shown too: each order would be told of twice. */
    readonly areAcceptsShown?: boolean;
  }
}

let waiting: Notice[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let isFirst = false;

/** One of several tabs makes the sounds. */
export const setFirst = (first: boolean): void => {
  isFirst = first;
};

export function tell(...notices: readonly Notice[]): void {
  waiting.push(...notices);
  if (timer === undefined) timer = setTimeout(flush, GATHER_MS);
}

function flush(): void {
  const isShown = ({ kind }: Notice) => kind !== "accepted" || preferences().areAcceptsShown;
  const told = note(waiting.filter(isShown));
  const unseen = waiting.filter((notice) => !isShown(notice));
  waiting = [];
  timer = undefined;
  if (unseen.length > 0) say("accepted", false, unseen);
  for (const kind of new Set(told.map((notice) => notice.kind)))
    show(
      kind,
      told.filter((notice) => notice.kind === kind),
    );
}

function show(kind: Kind, notices: readonly Notice[]): void {
  const isUrgent = notices.some((notice) => notice.isUrgent);
  const { title, detail } = sentence(notices);
  const options = { group: `notice-${kind}`, ...(detail && { description: detail }) };
  if (isUrgent) toast.failure(new Problem(`notice_${kind}`, title), options);
  else toast.info(title, options);
  say(kind, isUrgent, notices);
}

function sentence(notices: readonly Notice[]) {
  const detail = notices.length === 1 ? (notices[0]?.detail ?? "") : "";
  return { title: headline(notices), detail };
}

/** By voice and by tone: there is nothing to be seen of it. */
function say(kind: Kind, isUrgent: boolean, notices: readonly Notice[]): void {
  const { title, detail } = sentence(notices);
  speak(kind, isUrgent, detail ? `${title}: ${detail}` : title);
  const name = SOUNDS[kind];
  if (isFirst && name) sound(name);
}

function speak(kind: Kind, isUrgent: boolean, text: string): void {
  const isMeant = isUrgent || kind === "fill";
  const { verbosity, areAcceptsShown } = preferences();
  if (!isMeant && verbosity === "quiet") return;
  if (kind === "accepted" && verbosity !== "chatty" && !areAcceptsShown) return;
  announce(text, isMeant ? "assertive" : "polite");
}
