import { RotateCcw, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { patchPreference, preferences, setPreference, usePreferences } from "@/state/preferences";
import { conflict, keysOf, nameOf, SHORTCUTS, type ShortcutId, shownKeys } from "@/state/shortcuts";
import { Button, IconButton } from "@/ui/button";
import { Switch } from "@/ui/field";
import { idsOf, SCOPES } from "../help";
import { Sequence } from "../shell/keys";
import { Section } from "./section";

/** Which keys do what; a press on the keys of an action, then other keys, binds those. */
export function ShortcutSettings() {
  const { areShortcutsOn } = usePreferences();
  return (
    <Section id="shortcuts" title="Shortcuts" hint="They rest while you type in a field.">
      <Switch
        label="Shortcuts without Ctrl"
        hint="Off, if single keys get in the way of speech input or a screen reader."
        checked={areShortcutsOn}
        onCheckedChange={(value) => setPreference("areShortcutsOn", value)}
      />
      {SCOPES.map((scope) => (
        <div key={scope}>
          <h3 className="mb-1 text-xs font-semibold text-muted">{scope}</h3>
          <ul className="divide-y divide-line">
            {idsOf(scope).map((id) => (
              <Binding key={id} id={id} />
            ))}
          </ul>
        </div>
      ))}
      <Button onClick={() => setPreference("shortcuts", {})}>All as they were at first</Button>
    </Section>
  );
}

const bind = (id: ShortcutId, keys: string) => patchPreference("shortcuts", id, keys);

function release(id: ShortcutId): void {
  const { [id]: _, ...others } = preferences().shortcuts;
  setPreference("shortcuts", others);
}

function Binding({ id }: { id: ShortcutId }) {
  usePreferences(); // shown anew when it changes
  const [isAsking, setAsking] = useState(false);
  const keys = keysOf(id);
  const other = conflict(id, keys);
  const { label, keys: first } = SHORTCUTS[id];
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-2 py-1">
      <span className="min-w-40 flex-1 text-sm">
        {label}
        {other && <span className="block text-xs text-warn">Also: {SHORTCUTS[other].label}</span>}
      </span>
      <KeysButton
        label={`Keys of ${label}`}
        keys={keys}
        isAsking={isAsking}
        onAsk={setAsking}
        onKeys={(next) => bind(id, next)}
      />
      <IconButton
        label={`Switch off: ${label}`}
        icon={<X className="size-3.5" />}
        size="sm"
        disabled={!keys}
        onClick={() => bind(id, "")}
      />
      <IconButton
        label={`As at first: ${label}`}
        icon={<RotateCcw className="size-3.5" />}
        size="sm"
        disabled={keys === first}
        onClick={() => release(id)}
      />
    </li>
  );
}

interface KeysButtonProps {
  label: string;
  keys: string;
  isAsking: boolean;
  onAsk: (isAsking: boolean) => void;
  onKeys: (keys: string) => void;
}

function KeysButton({ label, keys, isAsking, onAsk, onKeys }: KeysButtonProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isAsking) return;
    if (event.key === "Tab") return onAsk(false);
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    if (event.key === "Escape") return onAsk(false);
    const name = nameOf(event.nativeEvent);
    if (!name) return;
    onKeys(name);
    onAsk(false);
  };
  return (
    <Button
      size="sm"
      aria-label={isAsking ? `${label}: press the new keys` : `${label}: ${keys || "off"}`}
      onClick={() => onAsk(true)}
      onBlur={() => onAsk(false)}
      onKeyDown={onKeyDown}
      className="min-w-28"
    >
      {isAsking ? "Press keys…" : <Sequence keys={shownKeys(keys)} />}
    </Button>
  );
}
