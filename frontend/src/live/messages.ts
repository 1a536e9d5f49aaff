/** What a tab and the host of the line say to each other. */
import type { Outcome } from "./call";
import type { Position, PrivateFrame, PublicFrame } from "./frames";
import type { LineStatus, Ticket } from "./line";
import type { Topic } from "./topics";

/** Who the tab is signed in as; `undefined` until it knows, `null` if it is nobody. */
export type Who = string | null | undefined;

export type ToHost =
  /** Said first, again whenever something of it changes, and every few seconds: I am here. */
  | {
      readonly kind: "here";
      readonly account: Who;
      readonly topics: readonly Topic[];
      /** Whether anybody can see it. A tab that nobody sees is spared quotes, books and prints. */
      readonly isVisible: boolean;
      /** The last private message that it was told; `undefined` in a tab that is new. */
      readonly position: Position | undefined;
    }
  | { readonly kind: "ticket"; readonly id: number; readonly ticket: Ticket | undefined }
  /** There is reason to hope, or to doubt. */
  | { readonly kind: "nudge" }
  | { readonly kind: "bye" };

export type ToTab =
  | { readonly kind: "frames"; readonly frames: readonly (PublicFrame | PrivateFrame)[] }
  | {
      readonly kind: "status";
      readonly status: LineStatus;
      readonly position: Position | undefined;
    }
  /** The line is up, or a tab that is new has come to a line that was. */
  | { readonly kind: "up"; readonly outcome: Outcome; readonly isAgain: boolean }
  /** Private messages up to `position` never came. */
  | { readonly kind: "lost"; readonly position: Position | undefined }
  | { readonly kind: "ticket?"; readonly id: number }
  /** A host that is new asks who is here. */
  | { readonly kind: "who?" };

/** A way to one tab, or from a tab to its host. */
export interface Port<Sent, Received> {
  post(message: Sent): void;
  onmessage: ((message: Received) => void) | null;
}
