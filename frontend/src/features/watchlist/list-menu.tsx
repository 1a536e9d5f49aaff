import { EllipsisVertical } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { IconButton } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Menu } from "@/ui/menu";
import { importCsv } from "./import-csv";
import { drop, type List } from "./lists";
import { NameDialog, type Naming } from "./name-dialog";
import { changeLists } from "./use-lists";

interface ListMenuProps {
  /** The list that is shown; a preset cannot be changed. */
  list: List | undefined;
  isOnly: boolean;
  onExport: () => void;
}

/** What can be done with lists. */
export function ListMenu({ list, isOnly, onExport }: ListMenuProps) {
  const [naming, setNaming] = useState<Naming>();
  const [isDropping, setDropping] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.currentTarget.files ?? [];
    event.currentTarget.value = ""; // so that the same file can be chosen again
    if (chosen) await importCsv(chosen, list);
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton size="sm" label="Lists" icon={<EllipsisVertical className="size-4" />} />
        }
        items={[
          { label: "New list…", onSelect: () => setNaming({ kind: "new" }) },
          {
            label: "Rename…",
            disabled: !list,
            onSelect: () => list && setNaming({ kind: "rename", list }),
          },
          { label: "Import CSV…", onSelect: () => file.current?.click() },
          { label: "Export CSV", onSelect: onExport },
          {
            label: "Delete…",
            danger: true,
            disabled: !list || isOnly,
            onSelect: () => setDropping(true),
          },
        ]}
      />
      <input ref={file} type="file" accept=".csv,text/csv,text/plain" hidden onChange={onFile} />
      {naming && <NameDialog naming={naming} onClose={() => setNaming(undefined)} />}
      <DropList list={isDropping ? list : undefined} onClose={() => setDropping(false)} />
    </>
  );
}

function DropList({ list, onClose }: { list: List | undefined; onClose: () => void }) {
  return (
    <Confirm
      open={list !== undefined}
      onOpenChange={onClose}
      title={`Delete ${list?.name ?? "the list"}?`}
      confirmLabel="Delete"
      variant="danger"
      onConfirm={() => list && changeLists((all) => drop(all, list.id))}
    >
      <p>Its {list?.symbols.length} symbols stay in other lists that have them.</p>
    </Confirm>
  );
}
