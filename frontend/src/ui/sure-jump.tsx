import { Confirm } from "./dialog";
import { dateTime } from "./format";

interface SureJumpProps {
  /** ISO. */
  to: string;
  onJump: (to: string) => Promise<void> | void;
  onClose: () => void;
}

/** Wherever market time is steered from, it is asked before a jump: everybody trades by it. */
export function SureJump({ to, onJump, onClose }: SureJumpProps) {
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title="Jump in market time?"
      confirmLabel="Jump"
      variant="danger"
      onConfirm={() => onJump(to)}
    >
      <p>
        Market time goes on from {dateTime(to)} for everybody who trades here. A replay that goes
        back begins anew.
      </p>
    </Confirm>
  );
}
