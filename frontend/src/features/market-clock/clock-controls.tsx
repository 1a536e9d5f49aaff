import { FastForward, Pause, Play, StepForward } from "lucide-react";
import { useState } from "react";
import type { Clock } from "@/live/clock";
import { Button } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { SelectField, TextField } from "@/ui/field";
import { SureJump } from "@/ui/sure-jump";
import { exchangeField, exchangeMoment } from "./exchange-time";
import { SPEEDS, speedOf, useSteering } from "./steer";

const STEP_SECONDS = 60;

/** Play, pause, step, speed and jump. */
export function ClockControls({ clock, isInline }: { clock: Clock; isInline?: boolean }) {
  const steering = useSteering();
  const isPaused = clock.state === "paused";
  return (
    <fieldset
      disabled={steering.isPending}
      className={cx("flex flex-wrap items-end gap-2 text-ink", isInline && "ml-auto")}
    >
      <legend className="sr-only">Steer market time</legend>
      <Button
        size="sm"
        onClick={() => steering.mutate({ action: isPaused ? "play" : "pause" })}
        disabled={clock.state === "ended"}
      >
        {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        {isPaused ? "Play" : "Pause"}
      </Button>
      {isPaused && (
        <Button
          size="sm"
          onClick={() => steering.mutate({ action: "step", seconds: STEP_SECONDS })}
        >
          <StepForward aria-hidden="true" />
          Step 1 min
        </Button>
      )}
      <Speed clock={clock} onChange={(speed) => steering.mutate({ speed: speedOf(speed) })} />
      <Jump clock={clock} onJump={(to) => steering.mutate({ action: "jump", to })} />
    </fieldset>
  );
}

function Speed({ clock, onChange }: { clock: Clock; onChange: (speed: string) => void }) {
  const current = clock.speed === undefined ? "max" : String(clock.speed);
  const known: readonly string[] = SPEEDS;
  const options = [...(known.includes(current) ? [] : [current]), ...known].map((value) => ({
    value,
    label: value === "max" ? "Fastest" : `×${value}`,
  }));
  return <SelectField label="Speed" value={current} onValueChange={onChange} options={options} />;
}

/** The field has times of the exchange, as sessions begin and end by those. */
function Jump({ clock, onJump }: { clock: Clock; onJump: (to: string) => void }) {
  const [field, setField] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const moment = exchangeMoment(field ?? exchangeField(clock.now));
  return (
    <form
      className="flex items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        if (moment !== undefined) setAsked(new Date(moment).toISOString());
      }}
    >
      <TextField
        label="Jump to (New York)"
        type="datetime-local"
        value={field ?? exchangeField(clock.now)}
        onValueChange={setField}
      />
      <Button type="submit" size="sm" disabled={field === undefined || moment === undefined}>
        <FastForward aria-hidden="true" />
        Jump
      </Button>
      {asked && <SureJump to={asked} onJump={onJump} onClose={() => setAsked(undefined)} />}
    </form>
  );
}
