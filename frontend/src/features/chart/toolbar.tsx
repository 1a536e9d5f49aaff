import { ChevronsRight, Table2, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button, IconButton } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { IndicatorMenu } from "./indicator-menu";
import { INTERVALS, type Interval } from "./intervals";
import { ADJUSTED, type ChartSettings, changeChart } from "./settings";

const ADJUSTMENTS: Readonly<Record<(typeof ADJUSTED)[number], string>> = {
  split: "Adjusted for splits",
  all: "Adjusted for splits and dividends",
  raw: "As traded",
};

interface ToolbarProps {
  settings: ChartSettings;
  onJump: () => void;
  onListen: () => void;
}

/** What the chart shows, and how. */
export function Toolbar({ settings, onJump, onListen }: ToolbarProps) {
  const { scale, view } = settings;
  return (
    <>
      <Prices {...settings} />
      <Toggle
        label="Logarithmic scale"
        isOn={scale === "log"}
        onToggle={(isOn) => changeChart({ scale: isOn ? "log" : "linear" })}
      >
        Log
      </Toggle>
      <IndicatorMenu indicators={settings.indicators} />
      <IconButton
        size="sm"
        label="Jump to now"
        icon={<ChevronsRight className="size-4" />}
        onClick={onJump}
      />
      <IconButton
        size="sm"
        label="Listen to the chart"
        icon={<Volume2 className="size-4" />}
        onClick={onListen}
      />
      <Toggle
        label="Show as a table"
        isOn={view === "table"}
        onToggle={(isOn) => changeChart({ view: isOn ? "table" : "chart" })}
      >
        <Table2 aria-hidden="true" className="size-4" />
      </Toggle>
    </>
  );
}

function Prices({ interval, adjusted }: Pick<ChartSettings, "interval" | "adjusted">) {
  return (
    <>
      <Choice
        label="Interval"
        className="shrink-0"
        value={interval}
        onChange={(next) => changeChart({ interval: next as Interval })}
      >
        {Object.entries(INTERVALS).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Choice>
      <Choice
        label="Prices"
        className="max-w-44 min-w-10"
        value={adjusted}
        onChange={(next) => changeChart({ adjusted: next as ChartSettings["adjusted"] })}
      >
        {ADJUSTED.map((one) => (
          <option key={one} value={one}>
            {ADJUSTMENTS[one]}
          </option>
        ))}
      </Choice>
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** How it gives way where there is little room. */
  className: string;
  children: ReactNode;
}

function Choice({ label, value, onChange, className, children }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      title={label}
      className={cx("input select h-6 w-auto py-0 text-xs", className)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {children}
    </select>
  );
}

interface ToggleProps {
  label: string;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  children: ReactNode;
}

function Toggle({ label, isOn, onToggle, children }: ToggleProps) {
  return (
    <Button
      size="sm"
      variant={isOn ? "primary" : "quiet"}
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={() => onToggle(!isOn)}
    >
      {children}
    </Button>
  );
}
