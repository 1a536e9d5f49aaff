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
  order: "cancelled",
  margin: "alert",
  halt: "alert",
  price: "alert",
  money: undefined,
  connection: undefined,
};

let waiting: Notice[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let isFirst = false;

/** One of several tabs makes the sounds, and watches prices. */
export const setFirst = (first: boolean): void => {
  isFirst = first;
};

export function tell(...notices: readonly Notice[]): void {
  waiting.push(...notices);
  if (timer === undefined) timer = setTimeout(flush, GATHER_MS);
}

function flush(): void {
  const told = note(waiting);
  waiting = [];
  timer = undefined;
  for (const kind of new Set(told.map((notice) => notice.kind)))
    show(
      kind,
      told.filter((notice) => notice.kind === kind),
    );
}

function show(kind: Kind, notices: readonly Notice[]): void {
  const isUrgent = notices.some((notice) => notice.isUrgent);
  const title = headline(notices);
  const detail = notices.length === 1 ? (notices[0]?.detail ?? "") : "";
  const options = { group: `notice-${kind}`, ...(detail && { description: detail }) };
  if (isUrgent) toast.failure(new Problem(`notice_${kind}`, title), options);
  else toast.info(title, options);
  speak(kind, isUrgent, detail ? `${title}: ${detail}` : title);
  const name = SOUNDS[kind];
  if (isFirst && name) sound(name);
}

function speak(kind: Kind, isUrgent: boolean, text: string): void {
  const isMeant = isUrgent || kind === "fill";
  if (!isMeant && preferences().verbosity === "quiet") return;
  announce(text, isMeant ? "assertive" : "polite");
}
