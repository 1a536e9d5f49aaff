import { Minus, Plus } from "lucide-react";
import { type KeyboardEvent, type Ref, useId, useState } from "react";
import { add, compare, isDecimal, multiply, places, scale } from "./decimal";
import { Below, type FieldProps } from "./field";
import { readDecimal, shownDecimal } from "./typed-decimal";

export interface DecimalFieldProps extends FieldProps {
  value: string;
  onValueChange: (value: string) => void;
  /** What an arrow key adds; Shift makes it ten times as much. */
  step?: string;
  min?: string;
  /** Said behind the number: "USD", "shares". */
  unit?: string;
  placeholder?: string;
  disabled?: boolean;
  required?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** The next value `steps` of `step` away; never under `min`. What cannot be read counts as zero. */
export function stepped(value: string, step: string, steps: number, min?: string): string {
  const from = isDecimal(value) ? value : "0";
  const moved = add(from, multiply(step, String(steps)));
  const next = min !== undefined && compare(moved, min) < 0 ? min : moved;
  return scale(next, Math.max(places(step), places(next)));
}

/**
 * The text that is typed beside the decimal that is told. The text gives way only when somebody
 * else changes the decimal.
 */
function useText({ value, onValueChange }: DecimalFieldProps) {
  const [typed, setTyped] = useState({ text: shownDecimal(value), told: value, seen: value });
  let { text } = typed;
  if (value !== typed.seen) {
    if (value !== typed.told) text = shownDecimal(value);
    setTyped({ text, told: value, seen: value });
  }
  const type = (next: string) => {
    const told = readDecimal(next).value;
    setTyped({ text: next, told, seen: value });
    onValueChange(told);
  };
  return { text, problem: readDecimal(text).problem, type };
}

/**
 * A number with decimals, typed with the signs of the reader's locale and told with a point. What
 * is not clear is told as no number at all, so that nobody can send it. Arrow keys step it.
 */
export function DecimalField(props: DecimalFieldProps) {
  const { label, value, onValueChange, step = "1", min, unit, hint, className } = props;
  const id = useId();
  const { text, problem, type } = useText(props);
  const error = problem ?? props.error;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const move = (steps: number) => {
    if (!problem) onValueChange(stepped(value, step, steps, min));
  };
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className ?? ""}`}>
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      <div className="input-group">
        <input
          ref={props.ref}
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          placeholder={props.placeholder}
          disabled={props.disabled}
          required={props.required}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => onArrow(event, move)}
          className="min-w-0 flex-1 bg-transparent px-2 text-right tabular-nums outline-none"
        />
        {unit && <span className="pr-2 text-xs text-faint">{unit}</span>}
        <Steps disabled={props.disabled} move={move} />
      </div>
      <Below id={id} error={error} hint={hint} />
    </div>
  );
}

function onArrow(event: KeyboardEvent, move: (steps: number) => void): void {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  event.preventDefault();
  move((event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1));
}

interface StepsProps {
  disabled: boolean | undefined;
  move: (steps: number) => void;
}

/**
 * For fingers and pointers. The field itself steps by arrows, so these are neither in the tab order
 * nor told to screen readers, which would hear three controls of one name.
 */
function Steps({ disabled, move }: StepsProps) {
  const button = "flex w-6 cursor-pointer items-center justify-center text-faint hover:text-ink";
  return (
    <span className="flex self-stretch border-l border-line">
      <button
        type="button"
        tabIndex={-1}
        disabled={disabled}
        aria-hidden="true"
        className={button}
        onClick={() => move(-1)}
      >
        <Minus className="size-3" />
      </button>
      <button
        type="button"
        tabIndex={-1}
        disabled={disabled}
        aria-hidden="true"
        className={button}
        onClick={() => move(1)}
      >
        <Plus className="size-3" />
      </button>
    </span>
  );
}
