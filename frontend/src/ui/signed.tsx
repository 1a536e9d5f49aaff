import type { ReactNode } from "react";
import { cx } from "./class-names";
import { isDecimal, multiply, scale, sign } from "./decimal";
import { type Amount, money, NOTHING, percent, price } from "./format";

interface SignedProps {
  value: Amount;
  kind: "money" | "percent" | "price";
  className?: string;
  /** Without the arrow, where a column of them would be noise. The sign stays. */
  bare?: boolean;
}

const TONES = { "-1": "text-down", "0": "text-muted", "1": "text-up" } as const;
const ARROWS = { "-1": "▼", "0": "", "1": "▲" } as const;

function shown(value: string, kind: SignedProps["kind"]): string {
  if (kind === "money") return money(value, { signed: true });
  if (kind === "percent") return percent(value, { signed: true });
  return sign(value) > 0 ? `+${price(value)}` : price(value);
}

/** What is shown as nothing goes neither up nor down. */
const roundedTo = (kind: SignedProps["kind"], value: string): string =>
  kind === "price" ? value : scale(kind === "percent" ? multiply(value, "100") : value, 2);

/** A gain or a loss, said three times: by colour, by sign and by arrow. */
export function Signed({ value, kind, className, bare }: SignedProps): ReactNode {
  if (!value || !isDecimal(value)) return <span className={className}>{NOTHING}</span>;
  const way = `${sign(roundedTo(kind, value))}` as keyof typeof TONES;
  return (
    <span className={cx("tabular-nums whitespace-nowrap", TONES[way], className)}>
      {!bare && ARROWS[way] && (
        <span aria-hidden="true" className="mr-0.5 text-[0.7em]">
          {ARROWS[way]}
        </span>
      )}
      {shown(value, kind)}
    </span>
  );
}
