import { type FormEvent, useId, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { create, type List, LONGEST_NAME, rename } from "./lists";
import { changeLists } from "./use-lists";

export type Naming = { readonly kind: "new" } | { readonly kind: "rename"; readonly list: List };

/** Asks for a list's name. */
export function NameDialog({ naming, onClose }: { naming: Naming; onClose: () => void }) {
  const id = useId();
  const isNew = naming.kind === "new";
  const [name, setName] = useState(isNew ? "" : naming.list.name);
  const given = name.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!given) return;
    changeLists((all) =>
      isNew ? create(all, crypto.randomUUID(), given) : rename(all, naming.list.id, given),
    );
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? "New list" : "Rename the list"}
      footer={
        <Button type="submit" form={id} variant="primary" disabled={!given}>
          {isNew ? "Create" : "Rename"}
        </Button>
      }
    >
      <form id={id} onSubmit={submit}>
        <TextField label="Name" value={name} onValueChange={setName} maxLength={LONGEST_NAME} />
      </form>
    </Dialog>
  );
}
