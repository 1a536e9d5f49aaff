import { Copy } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Checkbox } from "@/ui/field";
import { toast } from "@/ui/toast";
import type { NewKey } from "./queries";

interface SecretDialogProps {
  made: NewKey | undefined;
  onDone: () => void;
}

/** The only time that the secret is seen: it does not close by accident. */
export function SecretDialog({ made, onDone }: SecretDialogProps) {
  return (
    <Dialog
      open={made !== undefined}
      onOpenChange={() => undefined}
      title={`Your key: ${made?.name ?? ""}`}
      description="The secret is shown now and never again."
    >
      {made && <Secret made={made} onDone={onDone} />}
    </Dialog>
  );
}

function Secret({ made, onDone }: { made: NewKey; onDone: () => void }) {
  const [isKept, setKept] = useState(false);
  return (
    <div className="space-y-3">
      <Part name="APCA-API-KEY-ID" value={made.key_id} />
      <Part name="APCA-API-SECRET-KEY" value={made.secret} />
      <Checkbox label="I have kept the secret" checked={isKept} onCheckedChange={setKept} />
      <Button variant="primary" disabled={!isKept} onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

function Part({ name, value }: { name: string; value: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast.success(`${name} copied.`);
    } catch {
      toast.info("The browser does not let pages copy: select it by hand.");
    }
  };
  return (
    <div>
      <p className="text-xs text-muted">{name}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded bg-raised p-2 text-sm break-all select-all">
          {value}
        </code>
        <IconButton
          label={`Copy ${name}`}
          icon={<Copy className="size-4" />}
          onClick={() => void copy()}
        />
      </div>
    </div>
  );
}
