import { Checkbox as BaseCheckbox } from "@base-ui/react/checkbox";
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { Switch as BaseSwitch } from "@base-ui/react/switch";
import { Check } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./class-names";
import { Below, type FieldProps, type Option } from "./field";

interface YesNoProps extends FieldProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
}

function Row(props: FieldProps & { id: string; control: ReactNode; isEnd?: boolean }) {
  const { label, error, hint, className, id, control, isEnd } = props;
  return (
    <div className={cx("flex flex-col gap-1", className)}>
      <div className={cx("flex items-center gap-2", isEnd && "justify-between")}>
        {!isEnd && control}
        <span id={`${id}-label`} className="text-sm text-ink">
          {label}
        </span>
        {isEnd && control}
      </div>
      <Below id={id} error={error} hint={hint} />
    </div>
  );
}

const describedBy = (id: string, { error, hint }: FieldProps): string | undefined =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

/** On or off, at once. */
export function Switch(props: YesNoProps) {
  const id = useId();
  const control = (
    <BaseSwitch.Root
      checked={props.checked}
      onCheckedChange={(checked) => props.onCheckedChange(checked)}
      disabled={props.disabled ?? false}
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy(id, props)}
      className="switch"
    >
      <BaseSwitch.Thumb className="switch-thumb" />
    </BaseSwitch.Root>
  );
  return <Row {...props} id={id} control={control} isEnd />;
}

/** A yes or no that is sent with the rest of the form. */
export function Checkbox(props: YesNoProps) {
  const id = useId();
  const control = (
    <BaseCheckbox.Root
      checked={props.checked}
      onCheckedChange={(checked) => props.onCheckedChange(checked)}
      disabled={props.disabled ?? false}
      aria-labelledby={`${id}-label`}
      aria-describedby={describedBy(id, props)}
      className="checkbox"
    >
      <BaseCheckbox.Indicator>
        <Check className="size-3.5" strokeWidth={3} />
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  return <Row {...props} id={id} control={control} />;
}

interface SegmentedProps<Value extends string> extends FieldProps {
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly Option<Value>[];
  /** The label is read out and not shown. */
  isLabelHidden?: boolean;
  size?: "sm" | "md";
  /** Colours of buy and sell for the first and the second option. */
  tone?: "side";
}

/** One of a few, all of them in sight. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, onValueChange, options, isLabelHidden, size = "md", tone } = props;
  const id = useId();
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", props.className)}>
      <span id={id} className={isLabelHidden ? "sr-only" : "text-xs font-medium text-muted"}>
        {label}
      </span>
      <RadioGroup
        aria-labelledby={id}
        aria-describedby={describedBy(id, props)}
        value={value}
        onValueChange={(next) => onValueChange(next as Value)}
        className={cx("segmented", `segmented-${size}`)}
        data-tone={tone}
      >
        {options.map((option) => (
          <Radio.Root
            key={option.value}
            value={option.value}
            disabled={option.disabled ?? false}
            aria-label={option.label}
            className="segment"
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
      <Below id={id} error={props.error} hint={props.hint} />
    </div>
  );
}
