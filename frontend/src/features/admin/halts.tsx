import { useState } from "react";
import { Button } from "@/ui/button";
import { type Column, DataTable } from "@/ui/data-table";
import { Confirm } from "@/ui/dialog";
import { Segmented, TextField } from "@/ui/field";
import { fitted } from "@/ui/fitted";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { toast } from "@/ui/toast";
import { type Halt, type HaltScope, type Place, useHalts, useRules } from "./limits";
import { nameOf } from "./place-form";

const COLUMNS: Column<Halt>[] = [
  { id: "scope", header: "What", width: 90, cell: ({ scope }) => scope, alwaysShown: true },
  { id: "name", header: "Which", width: 300, cell: ({ name }) => <code>{name}</code> },
  { id: "reason", header: "Why", width: 340, cell: ({ reason }) => reason },
];

/** Where trading is halted by hand; one may be added or taken back. */
export function Halts() {
  const [resumed, setResumed] = useState<Halt>();
  const { resume } = useRules();
  return (
    <>
      <HaltForm />
      <QueryView query={useHalts()}>
        {({ items }) => (
          <DataTable
            label="Halts"
            rows={items}
            columns={COLUMNS}
            rowKey={({ scope, name }) => `${scope} ${name}`}
            height={fitted(items.length, 300)}
            actionsWidth={110}
            rowActions={(halt) => (
              <Button size="sm" onClick={() => setResumed(halt)}>
                Let go on
              </Button>
            )}
            empty={<Empty title="Nothing is halted by hand">Everybody may trade.</Empty>}
          />
        )}
      </QueryView>
      {resumed && (
        <Confirm
          open
          onOpenChange={(open) => !open && setResumed(undefined)}
          title={`Let trading go on: ${resumed.scope} ${resumed.name}`}
          confirmLabel="Let go on"
          typed={resumed.name}
          onConfirm={() => resume({ scope: resumed.scope as HaltScope, name: resumed.name })}
        >
          <p>Halted because: {resumed.reason}. Orders that were canceled do not come back.</p>
        </Confirm>
      )}
    </>
  );
}

const SCOPES = [
  { value: "account", label: "Account" },
  { value: "symbol", label: "Symbol" },
  { value: "house", label: "All" },
] as const;
const REASON_MOST = 200;
const NO_WORDS = { typed: "", reason: "" };

function HaltForm() {
  const [scope, setScope] = useState<HaltScope>("account");
  const [{ typed, reason }, setWords] = useState(NO_WORDS);
  const [asked, setAsked] = useState<Place<HaltScope>>();
  const name = nameOf(scope, typed);
  const isReady = name !== "" && reason.trim() !== "";
  return (
    <form
      className="flex flex-wrap items-end gap-2 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) setAsked({ scope, name });
      }}
    >
      <Segmented label="Halt" value={scope} onValueChange={setScope} options={SCOPES} />
      {scope !== "house" && (
        <Name
          scope={scope}
          value={typed}
          onValueChange={(name) => setWords({ typed: name, reason })}
        />
      )}
      <Reason value={reason} onValueChange={(why) => setWords({ typed, reason: why })} />
      <Button type="submit" variant="danger" disabled={!isReady}>
        Halt…
      </Button>
      {asked && (
        <SureHalt
          place={asked}
          reason={reason.trim()}
          onClose={() => setAsked(undefined)}
          onDone={() => setWords(NO_WORDS)}
        />
      )}
    </form>
  );
}

interface WordsProps {
  value: string;
  onValueChange: (value: string) => void;
}

function Reason(props: WordsProps) {
  return (
    <TextField
      label="Why (traders are told)"
      maxLength={REASON_MOST}
      className="min-w-60 flex-1"
      {...props}
    />
  );
}

interface NameProps extends WordsProps {
  scope: "account" | "symbol";
}

function Name({ scope, value, onValueChange }: NameProps) {
  const isSymbol = scope === "symbol";
  return (
    <TextField
      label={isSymbol ? "Symbol" : "Account id"}
      value={value}
      onValueChange={onValueChange}
      className={isSymbol ? "w-32" : "w-80"}
    />
  );
}

interface SureHaltProps {
  place: Place<HaltScope>;
  reason: string;
  onClose: () => void;
  onDone: () => void;
}

function SureHalt({ place, reason, onClose, onDone }: SureHaltProps) {
  const { halt } = useRules();
  const what = place.scope === "house" ? "all trading" : `${place.scope} ${place.name}`;
  const confirm = async () => {
    await halt(place, reason);
    toast.success(`Halted: ${what}.`);
    onDone();
  };
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Halt ${what}`}
      confirmLabel="Halt"
      variant="danger"
      typed={place.name}
      onConfirm={confirm}
    >
      <p>Open orders are canceled at once, and no new ones are taken. Reason: {reason}</p>
    </Confirm>
  );
}
