import { Eye, EyeOff } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, type Ref, useId, useState } from "react";
import { IconButton } from "./button";
import { cx } from "./class-names";
import type { TermName } from "./glossary";
import { TermMark } from "./term";

export interface FieldProps {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
  className?: string | undefined;
}

/** What the label means, one press away. */
interface Explained {
  term?: TermName | undefined;
}

/** Ids that tie a control to its hint and its error. */
function useDescribed({ error, hint }: Pick<FieldProps, "error" | "hint">) {
  const id = useId();
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean);
  return {
    id,
    control: {
      id,
      "aria-invalid": error ? (true as const) : undefined,
      "aria-describedby": ids.length > 0 ? ids.join(" ") : undefined,
    },
  };
}

/** Label above, control, and below it the hint and what is wrong. */
function Frame(props: FieldProps & Explained & { id: string; children: ReactNode }) {
  const { label, term, error, hint, className, id, children } = props;
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <div className="flex gap-1 text-xs text-muted">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {term && <TermMark name={term} />}
      </div>
      {children}
      <Below id={id} error={error} hint={hint} />
    </div>
  );
}

/** What stands under a control. */
export function Below({
  id,
  error,
  hint,
}: {
  id: string;
  error?: string | undefined;
  hint?: ReactNode;
}) {
  return (
    <>
      {hint && (
        <div id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </div>
      )}
      {error && (
        <div id={`${id}-error`} className="text-xs font-medium text-danger">
          {error}
        </div>
      )}
    </>
  );
}

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "className">;

export interface TextFieldProps extends FieldProps, InputProps {
  value: string;
  onValueChange: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  error,
  hint,
  className,
  onValueChange,
  ...rest
}: TextFieldProps) {
  const { id, control } = useDescribed({ error, hint });
  return (
    <Frame {...{ label, error, hint, className, id }}>
      <input
        type="text"
        {...rest}
        {...control}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        className="input"
      />
    </Frame>
  );
}

/** A password, with a button that shows it. */
export function PasswordField(props: TextFieldProps) {
  const { label, error, hint, className, onValueChange, ...rest } = props;
  const { id, control } = useDescribed({ error, hint });
  const [isShown, setShown] = useState(false);
  const icon = isShown ? <EyeOff className="size-4" /> : <Eye className="size-4" />;
  return (
    <Frame {...{ label, error, hint, className, id }}>
      <div className="relative">
        <input
          {...rest}
          {...control}
          type={isShown ? "text" : "password"}
          onChange={(event) => onValueChange(event.currentTarget.value)}
          className="input w-full pr-9"
        />
        <IconButton
          className="absolute top-1/2 right-1 -translate-y-1/2"
          size="sm"
          label={isShown ? "Hide the password" : "Show the password"}
          aria-pressed={isShown}
          icon={icon}
          onClick={() => setShown(!isShown)}
        />
      </div>
    </Frame>
  );
}

export interface Option<Value extends string = string> {
  value: Value;
  label: string;
  disabled?: boolean;
}

interface SelectFieldProps<Value extends string> extends FieldProps, Explained {
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly Option<Value>[];
  disabled?: boolean;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, onValueChange, options, disabled, ...frame } = props;
  const { id, control } = useDescribed(frame);
  return (
    <Frame {...frame} id={id}>
      <select
        {...control}
        value={value}
        disabled={disabled}
        onChange={(event) => onValueChange(event.currentTarget.value as Value)}
        className="input select"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

interface ColourFieldProps extends FieldProps {
  /** `#rrggbb`. */
  value: string;
  onValueChange: (value: string) => void;
}

export function ColourField({ value, onValueChange, ...frame }: ColourFieldProps) {
  const { id, control } = useDescribed(frame);
  return (
    <Frame {...frame} id={id}>
      <input
        {...control}
        type="color"
        value={value}
        onChange={(event) => onValueChange(event.currentTarget.value)}
        className="input h-8 w-16 cursor-pointer p-1"
      />
    </Frame>
  );
}

export { Checkbox, Segmented, Switch } from "./choice";
export { DecimalField } from "./decimal-field";
