import { Volume2 } from "lucide-react";
import { useId } from "react";
import { type SoundName, type Sounds, setPreference, usePreference } from "@/state/preferences";
import { IconButton } from "@/ui/button";
import { Checkbox, Switch } from "@/ui/field";
import { play } from "./sound";

const NAMES: readonly (readonly [SoundName, string])[] = [
  ["accepted", "Accepted orders"],
  ["filled", "Fills"],
  ["rejected", "Rejections"],
  ["cancelled", "Cancels and expiries"],
  ["alert", "Alerts, margin calls, halts"],
];

const change = (sounds: Sounds) => setPreference("sounds", sounds);

/** Which sounds are made, and how loud. */
export function SoundSettings() {
  const sounds = usePreference("sounds");
  const areAcceptsShown = usePreference("areAcceptsShown") ?? false;
  return (
    <div className="flex flex-col gap-3 p-3">
      <Switch
        label="Tell of accepted orders"
        checked={areAcceptsShown}
        onCheckedChange={(is) => setPreference("areAcceptsShown", is)}
        hint="Off by default: fills, cancels and rejections are told in any case."
      />
      <Switch
        label="Sounds"
        checked={sounds.isOn}
        onCheckedChange={(isOn) => change({ ...sounds, isOn })}
        hint="Off by default. With several tabs open, one of them makes them."
      />
      <Volume sounds={sounds} />
      {NAMES.map(([name, label]) => (
        <div key={name} className="flex items-center justify-between gap-2">
          <Checkbox
            label={label}
            checked={!sounds.muted.includes(name)}
            disabled={!sounds.isOn}
            onCheckedChange={(isHeard) => change(withSound(sounds, name, isHeard))}
          />
          <IconButton
            label={`Try: ${label}`}
            icon={<Volume2 className="size-4" />}
            size="sm"
            onClick={() => play(name, sounds.volume)}
          />
        </div>
      ))}
    </div>
  );
}

function withSound(sounds: Sounds, name: SoundName, isHeard: boolean): Sounds {
  const others = sounds.muted.filter((one) => one !== name);
  return { ...sounds, muted: isHeard ? others : [...others, name] };
}

function Volume({ sounds }: { sounds: Sounds }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-muted">
        Volume: {sounds.volume} %
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={5}
        value={sounds.volume}
        disabled={!sounds.isOn}
        onChange={(event) => change({ ...sounds, volume: Number(event.currentTarget.value) })}
        className="accent-accent"
      />
    </div>
  );
}
