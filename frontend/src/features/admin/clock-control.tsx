import { Pause, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button } from "@/ui/button";
import { DecimalField, SelectField, TextField } from "@/ui/field";
import { Figure, Figures } from "@/ui/figures";
import { dateTime } from "@/ui/format";
import { Failed } from "@/ui/states";
import { SureJump } from "@/ui/sure-jump";
import { toast } from "@/ui/toast";
import { type Clock, type ClockWish, useSteering } from "./feed";
import { inUtc, stepSeconds } from "./moments";

const SPEEDS = ["0.1", "0.5", "1", "2", "5", "10", "60", "300", "1000", "max"] as const;
const options = (current: string) =>
  [...new Set([current, ...SPEEDS])].map((value) => ({
    value,
    label: value === "max" ? "As fast as it goes" : `${value} ×`,
  }));

function useWishes() {
  const steer = useSteering();
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const wish = async (name: string, body: ClockWish) => {
    setBusy(name);
    setProblem(undefined);
    try {
      const clock = await steer(body);
      toast.success(
        clock.going_to
          ? `Market time is on its way to ${dateTime(clock.going_to)}.`
          : `Market time is ${dateTime(clock.time)}, ${clock.state}.`,
      );
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy("");
    }
  };
  return { busy, problem, wish };
}

type Wishes = ReturnType<typeof useWishes>;

/** Stop market time, let it go on, change its speed, or take it elsewhere. */
export function ClockControl({ clock }: { clock: Clock }) {
  const wishes = useWishes();
  return (
    <div className="flex flex-col">
      <Figures>
        <Figure label="Market time" note={clock.going_to && `going to ${dateTime(clock.going_to)}`}>
          {dateTime(clock.time)}
        </Figure>
        <Figure label="State">{clock.state}</Figure>
        <Figure label="Speed">{clock.speed === "max" ? "max" : `${clock.speed} ×`}</Figure>
        <Figure label="Session" note={clock.session_open ? "open" : "not open"}>
          {clock.phase}
        </Figure>
        <Figure label="Exchange opens next">{dateTime(clock.next_open)}</Figure>
        <Figure label="Exchange closes next">{dateTime(clock.next_close)}</Figure>
      </Figures>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3 px-3 pb-3">
        <Pace clock={clock} {...wishes} />
        <Step clock={clock} {...wishes} />
        <Jump {...wishes} />
      </div>
      {wishes.problem && <Failed problem={wishes.problem} />}
    </div>
  );
}

function Part({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-end gap-2">{children}</div>;
}

function Pace({ clock, busy, wish }: Wishes & { clock: Clock }) {
  const isPaused = clock.state === "paused";
  const speed = String(clock.speed);
  const change = (to: string) => wish("speed", { speed: to === "max" ? "max" : Number(to) });
  return (
    <Part>
      <Button
        variant="primary"
        busy={busy === "pace"}
        disabled={clock.state === "ended"}
        onClick={() => wish("pace", { action: isPaused ? "play" : "pause" })}
      >
        {isPaused ? <Play className="size-4" /> : <Pause className="size-4" />}
        {isPaused ? "Play" : "Pause"}
      </Button>
      <SelectField label="Speed" value={speed} onValueChange={change} options={options(speed)} />
    </Part>
  );
}

function Step({ clock, busy, wish }: Wishes & { clock: Clock }) {
  const [seconds, setSeconds] = useState("60");
  const wanted = stepSeconds(seconds);
  const isPaused = clock.state === "paused";
  return (
    <Part>
      <DecimalField
        label="Step while paused"
        unit="s"
        min="1"
        step="10"
        value={seconds}
        onValueChange={setSeconds}
        className="w-44"
      />
      <Button
        busy={busy === "step"}
        disabled={!isPaused || wanted === undefined}
        onClick={() => wanted && wish("step", { action: "step", seconds: wanted })}
      >
        Step
      </Button>
    </Part>
  );
}

function Jump({ busy, wish }: Wishes) {
  const [to, setTo] = useState("");
  const [asked, setAsked] = useState<string>();
  const moment = inUtc(to);
  return (
    <Part>
      <TextField
        type="datetime-local"
        step={1}
        label="Jump to (your time)"
        value={to}
        onValueChange={setTo}
      />
      <Button busy={busy === "jump"} disabled={!moment} onClick={() => setAsked(moment)}>
        Jump
      </Button>
      {asked && (
        <SureJump
          to={asked}
          onJump={(sure) => void wish("jump", { action: "jump", to: sure })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Part>
  );
}
