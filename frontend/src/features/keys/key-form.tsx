import { type FormEvent, useState } from "react";
import { asProblem, errorOf } from "@/api/problem";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Segmented, SelectField, TextField } from "@/ui/field";
import { Failed } from "@/ui/states";
import { expiryOf, type Life } from "./key-state";
import { makingProblem, type NewKey, useMakeKey } from "./queries";

interface KeyFormProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (key: NewKey) => void;
}

const MAY = [
  { value: "read", label: "Look only" },
  { value: "trade", label: "Look and trade" },
] as const;

const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "date", label: "Until a day…" },
  { value: "never", label: "For ever" },
] as const;

export function KeyForm(props: KeyFormProps) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange} title="A new API key">
      {props.open && <Form {...props} />}
    </Dialog>
  );
}

function Form({ onOpenChange, onMade }: KeyFormProps) {
  const [name, setName] = useState("");
  const [may, setMay] = useState<"read" | "trade">("read");
  const [life, setLife] = useState<Life>("90");
  const [date, setDate] = useState("");
  const make = useMakeKey((key) => {
    onOpenChange(false);
    onMade(key);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const scopes: ("read" | "trade")[] = may === "trade" ? ["read", "trade"] : ["read"];
    make.mutate({ name, scopes, expires_at: expiryOf(life, date, Date.now()) });
  };
  const problem = makingProblem(make.error);
  return (
    <form onSubmit={submit} className="space-y-3">
      <TextField
        label="Name"
        required
        maxLength={80}
        autoFocus
        hint="What it is for: you find it again by this."
        value={name}
        onValueChange={setName}
        error={errorOf(make.error, "name")}
      />
      <Segmented label="What it may do" value={may} onValueChange={setMay} options={MAY} />
      <SelectField label="Good for" value={life} onValueChange={setLife} options={LIVES} />
      {life === "date" && (
        <LastDay value={date} onValueChange={setDate} error={expiryError(make.error)} />
      )}
      {problem && <Failed problem={problem} />}
      <Button type="submit" variant="primary" busy={make.isPending}>
        Make the key
      </Button>
    </form>
  );
}

interface LastDayProps {
  value: string;
  onValueChange: (value: string) => void;
  error: string | undefined;
}

function LastDay(props: LastDayProps) {
  return <TextField label="Last day" type="date" required {...props} />;
}

function expiryError(error: unknown): string | undefined {
  if (!error) return undefined;
  const problem = asProblem(error);
  return problem.code === "expiry_passed" ? problem.detail : errorOf(problem, "expires_at");
}
