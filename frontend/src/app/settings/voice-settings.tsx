import { Link } from "@tanstack/react-router";
import { setPreference, usePreferences, type Verbosity } from "@/state/preferences";
import { type Option, Segmented, Switch } from "@/ui/field";
import { Section } from "./section";

const VERBOSITIES: readonly Option<Verbosity>[] = [
  { value: "quiet", label: "Only what is urgent" },
  { value: "normal", label: "Orders and fills" },
  { value: "chatty", label: "Accepted orders too" },
];

/** What is heard: tones, and what a screen reader says. */
export function VoiceSettings() {
  const { sounds, verbosity } = usePreferences();
  return (
    <Section title="Sounds and screen readers">
      <Switch
        label="Sounds"
        hint={
          <>
            Which, and how loud: see <Link to="/alerts">Alerts</Link>.
          </>
        }
        checked={sounds.isOn}
        onCheckedChange={(isOn) => setPreference("sounds", { ...sounds, isOn })}
      />
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
