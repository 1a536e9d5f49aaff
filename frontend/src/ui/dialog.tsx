import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button, type ButtonProps, IconButton } from "./button";
import { cx } from "./class-names";
import { TextField } from "./field";
import { useKeptFocus } from "./kept-focus";
import { Slips } from "./slips";
import { Failed } from "./states";

interface Opening {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children?: ReactNode;
}

interface DialogProps extends Opening {
  description?: ReactNode;
  footer?: ReactNode;
  className?: string;
}

function Head({ title }: { title: string }) {
  return (
    <div className="flex items-start justify-between gap-3 px-4 pt-3">
      <Base.Title className="text-base font-semibold text-ink">{title}</Base.Title>
      <Base.Close render={<IconButton label="Close" icon={<X className="size-4" />} size="sm" />} />
    </div>
  );
}

/** A window over the page; the focus stays in it and returns to where it was. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, className } = props;
  return (
    <Base.Root open={open} onOpenChange={(now) => onOpenChange(now)}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={cx("dialog", className)}>
          <Head title={title} />
          {description && (
            <Base.Description className="px-4 pt-1 text-sm text-muted">
              {description}
            </Base.Description>
          )}
          <div className="min-h-0 flex-1 overflow-auto px-4 py-3">{children}</div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface DrawerProps extends Opening {
  side?: "left" | "right" | "bottom";
}

/** A dialog at an edge of the page. */
export function Drawer({ open, onOpenChange, title, children, side = "right" }: DrawerProps) {
  return (
    <Base.Root open={open} onOpenChange={(now) => onOpenChange(now)}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={`drawer drawer-${side}`}>
          <Head title={title} />
          <div className="min-h-0 flex-1 overflow-auto px-4 py-3">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmProps extends Opening {
  confirmLabel: string;
  variant?: ButtonProps["variant"];
  /** What must be typed before it can be confirmed. */
  typed?: string;
  /** What looks like a slip, and has to be said yes to. */
  slips?: readonly string[];
  /** Throws what went wrong. */
  onConfirm: () => unknown;
}

/** A question before something is done. It stays open, with the reason, if that fails. */
export function Confirm(props: ConfirmProps) {
  return props.open ? <OpenConfirm {...props} /> : null;
}

function OpenConfirm(props: ConfirmProps) {
  const { onOpenChange, title, children, confirmLabel, variant = "primary", typed } = props;
  const { slips = [] } = props;
  const [isSure, setSure] = useState(false);
  const [words, setWords] = useState("");
  const { busy, problem, run } = useConfirmed(props);
  useKeptFocus();
  const isTyped = typed === undefined || words.trim() === typed;
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep as it is</Button>
          <Button
            variant={variant}
            busy={busy}
            disabled={!isTyped || (slips.length > 0 && !isSure)}
            onClick={run}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-3 text-sm">
        {children}
        {typed !== undefined && (
          <TextField label={`Type “${typed}” to confirm`} value={words} onValueChange={setWords} />
        )}
        <Slips slips={slips} isSure={isSure} setSure={setSure} />
        {problem && <Failed problem={problem} />}
      </div>
    </Dialog>
  );
}

function useConfirmed({ onConfirm, onOpenChange }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run };
}
