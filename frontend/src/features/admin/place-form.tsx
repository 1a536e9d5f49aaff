import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";
import { Segmented, TextField } from "@/ui/field";
import type { Place } from "./limits";

interface PlaceFormProps<Scope extends string> {
  scopes: readonly { value: Scope; label: string }[];
  place: Place<Scope>;
  onChoose: (place: Place<Scope>) => void;
}

/** The house has one place; all others have a name. */
export const EVERYBODY = "everybody";

export const nameOf = (scope: string, typed: string): string =>
  scope === "house" ? EVERYBODY : scope === "symbol" ? typed.trim().toUpperCase() : typed.trim();

/** Chooses whose limits are shown. */
export function PlaceForm<Scope extends string>(props: PlaceFormProps<Scope>) {
  const { scopes, place, onChoose } = props;
  const [scope, setScope] = useState(place.scope);
  const [typed, setTyped] = useState("");
  const name = nameOf(scope, typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name) onChoose({ scope, name });
  };
  return (
    <form className="flex flex-wrap items-end gap-2" onSubmit={submit}>
      <Segmented label="Whose" value={scope} onValueChange={setScope} options={scopes} />
      {scope !== "house" && (
        <TextField
          label={`Id of the ${scope}`}
          value={typed}
          onValueChange={setTyped}
          className="w-80"
          hint={scope === "user" ? "Users has them, in a column to be chosen." : "Users has them."}
        />
      )}
      <Button type="submit" disabled={!name}>
        Show
      </Button>
    </form>
  );
}
