import { type FormEvent, useState } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Failed } from "@/ui/states";
import { toast } from "@/ui/toast";
import { useNaming } from "./queries";

const MOST = 40;

/** The name that others see, or none. */
export function OwnName() {
  const [name, setName] = useState("");
  const naming = useNaming();
  const wanted = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wanted) return;
    naming.mutate(wanted, { onSuccess: () => toast.success(`You are shown as ${wanted}.`) });
  };
  const remove = () =>
    naming.mutate(undefined, { onSuccess: () => toast.success("You are shown without a name.") });
  return (
    <form className="flex flex-col gap-3 p-3" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label="Be shown as"
          value={name}
          onValueChange={setName}
          maxLength={MOST}
          className="w-64"
        />
        <Button type="submit" variant="primary" busy={naming.isPending} disabled={!wanted}>
          Show it
        </Button>
        <Button busy={naming.isPending} onClick={remove}>
          Be nameless
        </Button>
      </div>
      <p className="text-xs text-faint">
        Everybody who trades here sees it beside your return. It shows within half a minute.
      </p>
      {naming.isError && <Failed problem={asProblem(naming.error)} />}
    </form>
  );
}
