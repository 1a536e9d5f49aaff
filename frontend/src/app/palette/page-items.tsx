import { useRouter } from "@tanstack/react-router";
import { Command } from "cmdk";
import { useSession } from "@/api/session";
import { keysOf, shownKeys } from "@/state/shortcuts";
import { pagesFor } from "../navigation";
import { Sequence } from "../shell/keys";
import { Entry } from "./entry";

const NOBODY: readonly [] = [];

export function PageItems() {
  const router = useRouter();
  const roles = useSession((state) => state.session?.user.roles ?? NOBODY);
  return (
    <Command.Group heading="Pages">
      {pagesFor(roles).map(({ to, label, icon: Icon, shortcut }) => (
        <Entry
          key={to}
          name={label}
          keywords={["go to", to]}
          icon={<Icon aria-hidden="true" className="size-4 text-faint" />}
          end={shortcut && <Sequence keys={shownKeys(keysOf(shortcut))} />}
          onChoose={() => void router.navigate({ to })}
        />
      ))}
    </Command.Group>
  );
}
