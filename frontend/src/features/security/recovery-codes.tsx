import { Copy, Download, Printer } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { download } from "@/ui/csv";
import { Dialog } from "@/ui/dialog";
import { Checkbox } from "@/ui/field";
import { toast } from "@/ui/toast";

interface RecoveryCodesProps {
  codes: readonly string[] | undefined;
  onDone: () => void;
}

/** Shown once: it does not close by accident, but only when they are said to be kept. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  return (
    <Dialog
      open={codes !== undefined}
      onOpenChange={() => undefined}
      title="Keep these recovery codes"
      description="Each lets you in once if your phone is gone. They are shown now and never again."
    >
      {codes && <Codes codes={codes} onDone={onDone} />}
    </Dialog>
  );
}

/** What is copied, saved and printed. */
export function asText(codes: readonly string[]): string {
  return `Outcry: recovery codes, each good once\n\n${codes.join("\n")}\n`;
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const [isKept, setKept] = useState(false);
  return (
    <div className="space-y-3">
      <ol className="grid gap-1 font-mono text-sm select-all">
        {codes.map((code) => (
          <li key={code} className="break-all">
            {code}
          </li>
        ))}
      </ol>
      <Ways text={asText(codes)} />
      <Checkbox label="I have kept them" checked={isKept} onCheckedChange={setKept} />
      <Button variant="primary" disabled={!isKept} onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

function Ways({ text }: { text: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast.success("Recovery codes copied.");
    } catch {
      toast.info("The browser does not let pages copy: select the codes, or save them.");
    }
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => void copy()}>
        <Copy aria-hidden="true" className="size-4" /> Copy
      </Button>
      <Button onClick={() => download("outcry-recovery-codes.txt", text, "text/plain")}>
        <Download aria-hidden="true" className="size-4" /> Save
      </Button>
      <Button onClick={() => globalThis.print()}>
        <Printer aria-hidden="true" className="size-4" /> Print
      </Button>
    </div>
  );
}
