import { Pin, PinOff } from "lucide-react";
import { IconButton } from "./button";

interface PinButtonProps {
  symbol: string;
  isPinned: boolean;
  onToggle: () => void;
}

/** Keeps a panel on its symbol while the others go on to the next. */
export function PinButton({ symbol, isPinned, onToggle }: PinButtonProps) {
  return (
    <IconButton
      size="sm"
      variant={isPinned ? "primary" : "quiet"}
      label={isPinned ? `Pinned to ${symbol}: follow the selection again` : `Stay on ${symbol}`}
      aria-pressed={isPinned}
      icon={isPinned ? <PinOff className="size-3.5" /> : <Pin className="size-3.5" />}
      onClick={onToggle}
    />
  );
}
