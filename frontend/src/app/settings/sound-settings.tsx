import { Volume2 } from "lucide-react";
import { useId } from "react";
import {
  type SoundName,
  type Sounds,
  setPreference,
  usePreferences,
  type Verbosity,
} from "@/state/preferences";
import { sound } from "@/state/sounds";
import { IconButton } from "@/ui/button";
import { Checkbox, type Option, Segmented, Switch } from "@/ui/field";
import { Section } from "./section";

const NAMES: Record<SoundName, string> = {
  accepted: "Order accepted",
  filled: "Order filled",
  rejected: "Order rejected",
  cancelled: "Order cancelled",
  alert: "Alert",
};
const VERBOSITIES: readonly Option<Verbosity>[] = [
  { value: "quiet", label: "Only what is urgent" },
  { value: "normal", label: "Orders and fills" },
  { value: "chatty", label: "All of it" },
];

const change = (sounds: Sounds) => setPreference("sounds", sounds);

export function SoundSettings() {
  const { sounds, verbosity } = usePreferences();
  return (
    <Section title="Sounds and screen readers">
      <Switch
        label="Sounds"
        checked={sounds.isOn}
        onCheckedChange={(isOn) => change({ ...sounds, isOn })}
      />
      {sounds.isOn && <Which sounds={sounds} />}
      <Segmented
        label="What is said to screen readers"
        hint="Prices are read only when you ask for them."
        value={verbosity}
        options={VERBOSITIES}
        onValueChange={(value) => setPreference("verbosity", value)}
      />
    </Section>
  );
}

function Which({ sounds }: { sounds: Sounds }) {
  const id = useId();
  const toggle = (name: SoundName, isHeard: boolean) => {
    const others = sounds.muted.filter((one) => one !== name);
    change({ ...sounds, muted: isHeard ? others : [...others, name] });
  };
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block text-xs font-medium text-muted">
        Volume
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={sounds.volume}
        onChange={({ currentTarget }) => change({ ...sounds, volume: Number(currentTarget.value) })}
        className="h-6 w-full max-w-64 accent-[var(--color-accent-fill)]"
      />
      {(Object.keys(NAMES) as SoundName[]).map((name) => (
        <div key={name} className="flex items-center gap-2">
          <Checkbox
            label={NAMES[name]}
            checked={!sounds.muted.includes(name)}
            onCheckedChange={(isHeard) => toggle(name, isHeard)}
          />
          <IconButton
            label={`Hear: ${NAMES[name]}`}
            icon={<Volume2 className="size-4" />}
            size="sm"
            onClick={() => sound(name, sounds.volume)}
          />
        </div>
      ))}
    </div>
  );
}
