import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { cx } from "./class-names";
import { Tooltip } from "./tooltip";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: "primary" | "buy" | "sell" | "quiet" | "danger";
  size?: "sm" | "md";
  /** Work is under way: it cannot be pressed again, and says so. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const VARIANTS = {
  plain: "border-line-strong bg-raised text-ink hover:bg-hover",
  primary: "border-transparent bg-accent-fill text-on-accent hover:brightness-110",
  buy: "border-transparent bg-buy text-on-buy hover:brightness-110",
  sell: "border-transparent bg-sell text-on-sell hover:brightness-110",
  quiet: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
  danger: "border-danger bg-transparent text-danger hover:bg-danger hover:text-on-danger",
} as const;

const SIZES = { sm: "h-control-sm px-2 text-xs", md: "h-control px-3 text-sm" } as const;

export const BUTTON =
  "inline-flex shrink-0 cursor-pointer items-center justify-center gap-1.5 rounded-md border " +
  "font-medium whitespace-nowrap select-none transition-[background-color,filter] duration-100 " +
  "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed " +
  "aria-disabled:opacity-50";

/** A button. It submits a form only if it says `type="submit"`. */
export function Button({ variant, size = "md", busy, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={cx(BUTTON, VARIANTS[variant ?? "plain"], SIZES[size], className)}
    >
      {busy && <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children"> {
  label: string;
  icon: ReactNode;
}

/** A button with a picture: its label is read out, and shown when it is pointed at. */
export function IconButton({
  label,
  icon,
  variant = "quiet",
  size = "md",
  ...rest
}: IconButtonProps) {
  const { busy, className, ...props } = rest;
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...props}
        disabled={props.disabled || busy}
        aria-label={label}
        aria-busy={busy || undefined}
        className={cx(BUTTON, VARIANTS[variant], size === "sm" ? "size-6" : "size-8", className)}
      >
        {busy ? <LoaderCircle aria-hidden="true" className="size-4 animate-spin" /> : icon}
      </button>
    </Tooltip>
  );
}
