import { useMemo, useState } from "react";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Checkbox, DecimalField } from "@/ui/field";
import { toast } from "@/ui/toast";
import { bodyOf, differences, FIGURES, type Form, formOf, mistakes, SWITCHES } from "./limit-form";
import { type LimitScope, type Place, useRules, type Versioned } from "./limits";

interface LimitEditorProps {
  place: Place<LimitScope>;
  versioned: Versioned;
}

/** Changes the limits of one place. If somebody else was faster, nothing is overwritten. */
export function LimitEditor({ place, versioned }: LimitEditorProps) {
  const before = useMemo(() => formOf(versioned.layer.limits), [versioned]);
  const [form, setForm] = useState(before);
  const [isAsking, setAsking] = useState(false);
  const wrong = mistakes(form);
  const changes = differences(before, form);
  const isReady = changes.length > 0 && Object.keys(wrong).length === 0;
  return (
    <div className="flex flex-col gap-3 border-t border-line p-3">
      <h3 className="text-sm font-medium">
        {place.scope} {place.name}, version {versioned.layer.version}
      </h3>
      <Fields form={form} wrong={wrong} onChange={setForm} />
      <div className="flex gap-2">
        <Button variant="primary" disabled={!isReady} onClick={() => setAsking(true)}>
          Lay down…
        </Button>
        <Button disabled={changes.length === 0} onClick={() => setForm(before)}>
          As it was
        </Button>
      </div>
      <Sure {...{ place, changes, form, isAsking, setAsking }} etag={versioned.etag} />
    </div>
  );
}

interface SureProps {
  place: Place<LimitScope>;
  form: Form;
  etag: string;
  changes: readonly string[];
  isAsking: boolean;
  setAsking: (asking: boolean) => void;
}

function Sure({ place, form, etag, changes, isAsking, setAsking }: SureProps) {
  const { replace } = useRules();
  const layDown = async () => {
    await replace(place, bodyOf(form), etag);
    toast.success(`Limits of ${place.scope} ${place.name} laid down.`);
  };
  return (
    <Confirm
      open={isAsking}
      onOpenChange={setAsking}
      title={`Limits of ${place.scope} ${place.name}`}
      confirmLabel="Lay down"
      typed={place.scope}
      onConfirm={layDown}
    >
      <p>The next order obeys them:</p>
      <ul className="list-disc pl-5">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </Confirm>
  );
}

interface FieldsProps {
  form: Form;
  wrong: ReturnType<typeof mistakes>;
  onChange: (form: Form) => void;
}

function Fields({ form, wrong, onChange }: FieldsProps) {
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {FIGURES.map(({ id, label, unit }) => (
          <DecimalField
            key={id}
            label={label}
            unit={unit}
            min="0"
            placeholder="none"
            value={form.figures[id]}
            error={wrong[id]}
            onValueChange={(value) =>
              onChange({ ...form, figures: { ...form.figures, [id]: value } })
            }
          />
        ))}
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        {SWITCHES.map(({ id, label }) => (
          <Checkbox
            key={id}
            label={label}
            checked={form.switches[id]}
            onCheckedChange={(isOn) =>
              onChange({ ...form, switches: { ...form.switches, [id]: isOn } })
            }
          />
        ))}
      </div>
    </>
  );
}
