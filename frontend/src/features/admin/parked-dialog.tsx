import { useState } from "react";
import { Button } from "@/ui/button";
import { Confirm, Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { dateTime } from "@/ui/format";
import { QueryView } from "@/ui/query-view";
import { toast } from "@/ui/toast";
import { type Area, type Details, useDeeds, useDetails } from "./parked";

interface ParkedDialogProps {
  area: Area;
  position: number;
  onClose: () => void;
}

const NOTE_MOST = 500;

/** One parked event, and what can be done about it. */
export function ParkedDialog({ area, position, onClose }: ParkedDialogProps) {
  const query = useDetails(area, position);
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState<"redrive" | "discard">();
  const isReady = query.data !== undefined && note.trim() !== "";
  return (
    <>
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Parked event ${position} of ${area}`}
        footer={<Choices isReady={isReady} onAsk={setAsked} />}
      >
        <QueryView query={query}>{(details) => <Shown details={details} />}</QueryView>
        <TextField
          className="mt-3"
          label="Why (it is written down beside the event)"
          value={note}
          onValueChange={setNote}
          maxLength={NOTE_MOST}
        />
      </Dialog>
      {asked && (
        <Sure
          {...{ area, position, asked, note: note.trim() }}
          onClose={() => setAsked(undefined)}
          onDone={onClose}
        />
      )}
    </>
  );
}

interface ChoicesProps {
  isReady: boolean;
  onAsk: (what: "redrive" | "discard") => void;
}

function Choices({ isReady, onAsk }: ChoicesProps) {
  return (
    <>
      <Button variant="danger" disabled={!isReady} onClick={() => onAsk("discard")}>
        Discard…
      </Button>
      <Button variant="primary" disabled={!isReady} onClick={() => onAsk("redrive")}>
        Try again…
      </Button>
    </>
  );
}

function Shown({ details }: { details: Details }) {
  const { type, error, key, attempts, parked_at, envelope, history = [] } = details;
  return (
    <div className="space-y-2 text-sm">
      <p>
        <strong>{type}</strong> of key <code>{key}</code>, parked {dateTime(parked_at)} after{" "}
        {attempts} tries.
      </p>
      <p className="break-words text-danger">{error}</p>
      <pre className="max-h-64 overflow-auto rounded border border-line p-2 text-xs">
        {JSON.stringify(envelope, undefined, 2)}
      </pre>
      {history.length > 0 && (
        <ul className="text-xs">
          {history.map(({ action, actor, note, at }) => (
            <li key={`${at} ${action}`}>
              {dateTime(at)}: {action} by {actor}
              {note && `, ${note}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface SureProps extends ParkedDialogProps {
  asked: "redrive" | "discard";
  note: string;
  onDone: () => void;
}

function Sure({ area, position, asked, note, onClose, onDone }: SureProps) {
  const { redrive, discard } = useDeeds(area);
  const isLoss = asked === "discard";
  const confirm = async () => {
    if (isLoss) {
      await discard(position, note);
      toast.success("It was given up.");
    } else {
      const events = await redrive(position, note);
      toast.success(`${events} ${events === 1 ? "event is" : "events are"} tried again.`);
    }
    onDone();
  };
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={isLoss ? "Give this event up for good" : "Try this event again"}
      confirmLabel={isLoss ? "Discard" : "Try again"}
      variant={isLoss ? "danger" : "primary"}
      {...(isLoss && { typed: String(position) })}
      onConfirm={confirm}
    >
      <p>
        {isLoss
          ? "What it says will never be done. Later ones of its key wait until they are redriven."
          : "It is tried at once, and then all that waits behind it."}
      </p>
    </Confirm>
  );
}
