/** What the server says of the order before it is sent. */
import { CircleAlert, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { ruleName } from "@/state/rejections";
import type { Unit } from "@/state/units";
import { cx } from "@/ui/class-names";
import { isZero, negate } from "@/ui/decimal";
import { money, price, quantity } from "@/ui/format";
import { Signed } from "@/ui/signed";
import { Skeleton } from "@/ui/states";
import { Term } from "@/ui/term";
import type { Asked, BrokenRule, Estimate } from "./estimate";

interface Props {
  asked: Asked;
  tick: string;
  unit: Unit;
}

/** Of a fixed height while it is asked, so that the button below does not jump. */
export function EstimateView({ asked, tick, unit }: Props) {
  const isOld = asked.kind === "known" && asked.isOld;
  return (
    <section
      aria-label="Estimate"
      aria-busy={asked.kind === "asking" || isOld}
      className={cx("min-h-40 rounded border border-line p-2 text-xs", isOld && "opacity-60")}
    >
      {asked.kind === "none" && (
        <p className="text-faint">What it would cost is shown here when the order is complete.</p>
      )}
      {asked.kind === "asking" && <Skeleton lines={6} />}
      {asked.kind === "refused" && (
        <p className="flex gap-1.5 text-danger">
          <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
          <span>
            {asked.problem.detail} <Code>{asked.problem.code}</Code>
          </span>
        </p>
      )}
      {asked.kind === "known" && (
        <>
          <Figures estimate={asked.estimate} {...{ tick, unit }} />
          <VerdictView broken={asked.estimate.verdict.broken} />
        </>
      )}
    </section>
  );
}

type FiguresProps = { estimate: Estimate } & Omit<Props, "asked">;

function Figures({ estimate, tick, unit }: FiguresProps) {
  const { preview, verdict } = estimate;
  const { expected } = preview;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      <Line name="Expected price">{expected ? price(expected.price, tick) : "It would wait"}</Line>
      <Line name={<Term name="slippage" />}>{money(expected?.slippage)}</Line>
      <Line name="Fees">{feesOf(estimate)}</Line>
      <Line name="Holds">{holdsOf(estimate, unit)}</Line>
      <Line name={<Term name="buyingPower">Buying power after</Term>}>
        {money(verdict.buying_power_afterwards)}
      </Line>
      <Line name="Position after">{positionAfter(estimate)}</Line>
      {verdict.loss_at_stop && (
        <Line name="Loss if the stop trades at its price">
          <Signed value={negate(verdict.loss_at_stop)} kind="money" />
        </Line>
      )}
    </dl>
  );
}

function Line({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right tabular-nums text-ink">{children}</dd>
    </>
  );
}

function feesOf({ preview }: Estimate): string {
  const { expected, fee_bound: most } = preview;
  if (!expected) return `up to ${money(most)}`;
  return expected.fee === most ? money(most) : `${money(expected.fee)}, up to ${money(most)}`;
}

export function holdsOf({ verdict }: Estimate, unit: Unit): string {
  const { holds_buying_power: dollars, holds_shares: shares } = verdict;
  if (isZero(shares)) return money(dollars);
  const held = `${quantity(shares)} ${unit.many}`;
  return isZero(dollars) ? held : `${money(dollars)} and ${held}`;
}

/** How many shares money buys is known when it has bought them. */
export function positionAfter({ preview, verdict }: Estimate): string {
  const shares = quantity(verdict.position_afterwards);
  return preview.notional ? `about ${shares}` : shares;
}

/** Whether it may be sent; else each rule that it breaks, by name and with the figures. */
export function VerdictView({ broken }: { broken: readonly BrokenRule[] }) {
  if (broken.length === 0)
    return (
      <p className="mt-1.5 flex items-center gap-1.5 text-muted">
        <CircleCheck aria-hidden="true" className="size-4 shrink-0" /> No rule is against it.
      </p>
    );
  return (
    <ul className="mt-1.5 space-y-1 text-danger">
      {broken.map((one) => (
        <li key={one.reason} className="flex gap-1.5">
          <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
          <span>
            <strong>{ruleName(one.reason)}.</strong> {one.rule} <FiguresOf rule={one} />
            <Code>{one.reason}</Code>
          </span>
        </li>
      ))}
    </ul>
  );
}

function FiguresOf({ rule }: { rule: BrokenRule }) {
  const compared: [string, string | null, string | null, (value: string) => string][] = [
    ["free", rule.needed_cash, rule.free_cash, money],
    ["free", rule.needed_shares, rule.free_shares, quantity],
    ["allowed", rule.reached, rule.allowed, quantity],
  ];
  const texts = compared.flatMap(([name, needed, there, shown]) =>
    needed && there ? [`${shown(needed)} of ${shown(there)} ${name}`] : [],
  );
  return texts.length > 0 && <span className="tabular-nums">({texts.join("; ")}) </span>;
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-[0.9em] text-faint">{children}</code>;
}
