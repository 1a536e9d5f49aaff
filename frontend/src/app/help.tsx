import { useRouter } from "@tanstack/react-router";
import { keysOf, type Scope, SHORTCUTS, type ShortcutId, shownKeys } from "@/state/shortcuts";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { hide } from "./overlays";
import { Sequence } from "./shell/keys";

export const SCOPES: readonly Scope[] = ["Everywhere", "Go to", "Order ticket", "Depth", "Chart"];

export const idsOf = (scope: Scope): ShortcutId[] =>
  (Object.keys(SHORTCUTS) as ShortcutId[]).filter((id) => SHORTCUTS[id].scope === scope);

/** All shortcuts, as they are bound now. */
export default function Help() {
  const router = useRouter();
  const change = () => {
    hide();
    void router.navigate({ to: "/settings", hash: "shortcuts" });
  };
  return (
    <Dialog
      open
      onOpenChange={hide}
      title="Keyboard shortcuts"
      description="They rest while you type in a field. Those of depth and chart count there."
      className="w-[min(52rem,calc(100vw-1rem))]"
      footer={<Button onClick={change}>Change them</Button>}
    >
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {SCOPES.map((scope) => (
          <section key={scope}>
            <h3 className="mb-1 text-xs font-semibold text-muted">{scope}</h3>
            <dl>
              {idsOf(scope).map((id) => (
                <div key={id} className="flex min-h-7 items-center justify-between gap-3 text-sm">
                  <dt>{SHORTCUTS[id].label}</dt>
                  <dd>
                    <Sequence keys={shownKeys(keysOf(id))} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Tables />
      </div>
    </Dialog>
  );
}

function Tables() {
  return (
    <section>
      <h3 className="mb-1 text-xs font-semibold text-muted">Tables</h3>
      <p className="text-sm text-muted">
        Arrows move from row to row, Enter opens one, Ctrl C copies its exact values for a
        spreadsheet. A number selected alone is copied plain.
      </p>
    </section>
  );
}
