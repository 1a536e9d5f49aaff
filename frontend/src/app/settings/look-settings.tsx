import {
  type Density,
  type Motion,
  setPreference,
  type ThemeChoice,
  type UpDown,
  usePreferences,
} from "@/state/preferences";
import { ColourField, type Option, Segmented } from "@/ui/field";
import { Signed } from "@/ui/signed";
import { Section } from "./section";

const THEMES: readonly Option<ThemeChoice>[] = [
  { value: "dark", label: "Dark" },
  { value: "light", label: "Light" },
  { value: "contrast", label: "High contrast" },
  { value: "system", label: "As the system" },
];
const UP_DOWN: readonly Option<UpDown>[] = [
  { value: "green-red", label: "Green / red" },
  { value: "red-green", label: "Red / green" },
  { value: "blue-orange", label: "Blue / orange" },
  { value: "own", label: "My own" },
];
const DENSITIES: readonly Option<Density>[] = [
  { value: "compact", label: "Compact" },
  { value: "comfortable", label: "Comfortable" },
];
const MOTIONS: readonly Option<Motion>[] = [
  { value: "system", label: "As the system" },
  { value: "reduced", label: "Reduced" },
  { value: "full", label: "Full" },
];

export function LookSettings() {
  const { theme, upDown, density, motion } = usePreferences();
  return (
    <Section title="Looks">
      <Segmented
        label="Theme"
        value={theme}
        options={THEMES}
        onValueChange={(value) => setPreference("theme", value)}
      />
      <Segmented
        label="Colours of up and down"
        hint={<Example />}
        value={upDown}
        options={UP_DOWN}
        onValueChange={(value) => setPreference("upDown", value)}
      />
      {upDown === "own" && <OwnColours />}
      <Segmented
        label="Density"
        value={density}
        options={DENSITIES}
        onValueChange={(value) => setPreference("density", value)}
      />
      <Segmented
        label="Motion"
        hint="Reduced: no flash of prices, no sliding."
        value={motion}
        options={MOTIONS}
        onValueChange={(value) => setPreference("motion", value)}
      />
    </Section>
  );
}

function OwnColours() {
  const { ownColours } = usePreferences();
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="mb-1 text-xs text-faint">
        They are made lighter or darker where they could not be read.
      </legend>
      <ColourField
        label="Up, and buying"
        value={ownColours.up}
        onValueChange={(up) => setPreference("ownColours", { ...ownColours, up })}
      />
      <ColourField
        label="Down, and selling"
        value={ownColours.down}
        onValueChange={(down) => setPreference("ownColours", { ...ownColours, down })}
      />
    </fieldset>
  );
}

function Example() {
  return (
    <>
      Up is <Signed value="12.5" kind="money" /> and down <Signed value="-12.5" kind="money" />,
      with sign and arrow.
    </>
  );
}
