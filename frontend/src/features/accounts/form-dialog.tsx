import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { Account } from "@/state/accounts";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Failed } from "@/ui/states";

/** What every dialog about an account is told. */
export interface AboutAccount {
  account: Account;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** One wish has one key, however often it is sent: a lost answer does no harm. */
export function useWish(): string {
  const [key] = useState(() => crypto.randomUUID());
  return key;
}

interface FormDialogProps {
  onClose: () => void;
  title: string;
  submitLabel: string;
  variant?: "primary" | "danger";
  isReady?: boolean;
  onSubmit: () => Promise<void>;
  children: (problem: Problem | undefined) => ReactNode;
}

/** A form in a dialog that closes when it is done, and says why when it is not. */
export function FormDialog(props: FormDialogProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await props.onSubmit();
      props.onClose();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()} title={props.title}>
      <form onSubmit={(event) => void submit(event)} className="space-y-3">
        {props.children(problem)}
        {problem && problem.errors.length === 0 && <Failed problem={problem} />}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>Leave it</Button>
          <Button
            type="submit"
            variant={props.variant ?? "primary"}
            busy={busy}
            disabled={props.isReady === false}
          >
            {props.submitLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
