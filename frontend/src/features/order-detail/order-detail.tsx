import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { ruleName } from "@/state/rejections";
import { PageHead } from "@/ui/figures";
import { dateTime, inZone, money, price, quantity, time } from "@/ui/format";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { Empty } from "@/ui/states";
import { Term } from "@/ui/term";
import { Actions } from "./actions";
import { type Details, fieldsOf, type Order } from "./fields";
import { useCorrelation, useHistory, useOrder } from "./queries";
import { type Step, stepsOf, tookInAll } from "./timeline";

/** The page of one order; in a drawer the id is given, and a link leads to the page. */
export function OrderDetail({ orderId }: { orderId?: string }) {
  const inAddress = useOrderInAddress();
  const id = orderId ?? inAddress ?? "";
  const query = useOrder(id);
  return (
    <div className="@container mx-auto flex w-full max-w-5xl flex-col gap-3 p-3">
      {orderId === undefined ? (
        <Link to="/" className="flex min-h-6 items-center gap-1 text-xs text-accent">
          <ArrowLeft aria-hidden="true" className="size-3.5" /> Workspace
        </Link>
      ) : (
        <Link className={LINK} to="/orders/$orderId" params={{ orderId: id }}>
          Its own page
        </Link>
      )}
      <QueryView query={query}>{(order) => <Whole order={order} />}</QueryView>
    </div>
  );
}

function Whole({ order }: { order: Details }) {
  const way = order.side === "buy" ? "Buy" : "Sell";
  const size = order.quantity ? quantity(order.quantity) : `${money(order.notional)} of`;
  return (
    <>
      <PageHead title={`${way} ${size} ${order.symbol}`} actions={<Actions order={order} />}>
        <span className="font-medium text-ink">{order.status.replaceAll("_", " ")}</span>
        {order.reason && <> · {order.reason}</>}
      </PageHead>
      <Rejection order={order} />
      <Chain order={order} />
      <div className="grid gap-3 @3xl:grid-cols-2">
        <Timeline orderId={order.order_id} />
        <Panel title="Fields">
          <Fields order={order} />
        </Panel>
        {order.legs && order.legs.length > 0 && <Legs legs={order.legs} />}
        <Fills order={order} />
      </div>
    </>
  );
}

function Rejection({ order }: { order: Details }) {
  const { rejection_reason: reason, rejection_rule: rule, rejected_by: by } = order;
  if (!reason) return null;
  return (
    <p role="alert" className="rounded border border-danger p-2 text-sm text-danger">
      <strong>{ruleName(reason)}.</strong> {rule}{" "}
      <span className="text-xs text-muted">
        (refused by {by ?? "the exchange"}, <code>{reason}</code>)
      </span>
    </p>
  );
}

/** Where it stands in a row of replacements, and whose exit it is. */
function Chain({ order }: { order: Details }) {
  const links: [string, string | null][] = [
    ["It replaces", order.replaces],
    ["Replaced by", order.replaced_by],
    ["Exit of", order.parent_id],
  ];
  const known = links.filter((link): link is [string, string] => link[1] !== null);
  if (known.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 text-xs text-muted">
      {known.map(([name, orderId]) => (
        <span key={name}>
          {name} <ToOrder orderId={orderId}>{orderId.slice(0, 13)}…</ToOrder>
        </span>
      ))}
    </p>
  );
}

const LINK = "text-xs text-accent underline";

/** Of the order's own page; beside the workspace the address has it elsewhere. */
function useOrderInAddress(): string | undefined {
  const { orderId }: Readonly<Record<string, unknown>> = useParams({ strict: false });
  return typeof orderId === "string" ? orderId : undefined;
}

/** To an order that belongs to this one: from page to page, and in the drawer without leaving it. */
function ToOrder({ orderId, children }: { orderId: string; children: ReactNode }) {
  const isPage = useOrderInAddress() !== undefined;
  const way = isPage
    ? { to: "/orders/$orderId", params: { orderId } }
    : { to: ".", search: ((before: object) => ({ ...before, order: orderId })) as never };
  return (
    <Link className={LINK} {...way}>
      {children}
    </Link>
  );
}

/** Terms of the trade lead to what they mean. */
function explained(name: string, value: string): ReactNode {
  if (name === "Time in force") return <Term name="timeInForce" />;
  if (name !== "Group") return name;
  if (value === "bracket") return <Term name="bracket">Group</Term>;
  return value === "oco" ? <Term name="oco">Group</Term> : name;
}

function Fields({ order }: { order: Details }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 p-3 text-xs">
      {fieldsOf(order).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{explained(name, value)}</dt>
          <dd className="text-right break-all tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Timeline({ orderId }: { orderId: string }) {
  const query = useHistory(orderId);
  const correlation = useCorrelation(orderId);
  return (
    <Panel title="What happened">
      <QueryView query={query}>
        {(events) => (
          <div className="p-3 text-xs">
            <ol className="space-y-2">
              {stepsOf(events).map((step) => (
                <StepView key={step.key} step={step} />
              ))}
            </ol>
            <p className="mt-3 text-faint">
              {tookInAll(events) && <>From the first to the last step: {tookInAll(events)}. </>}
              {correlation && (
                <>
                  Correlation id <code className="break-all">{correlation}</code>
                </>
              )}
            </p>
          </div>
        )}
      </QueryView>
    </Panel>
  );
}

function StepView({ step }: { step: Step }) {
  return (
    <li className="border-l-2 border-line-strong pl-3">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <strong>{step.title}</strong>
        <span className="text-muted">{step.status}</span>
        <span className="ml-auto tabular-nums" title={dateTime(step.at)}>
          {time(step.at)} <span className="text-faint">{step.took}</span>
        </span>
      </div>
      <p className="text-muted">{step.reason}</p>
      {step.marketTime && <p className="text-faint">Market time {dateTime(step.marketTime)}</p>}
      {step.figures.length > 0 && (
        <p className="tabular-nums text-faint">
          {step.figures.map(([name, value]) => `${name} ${value}`).join(" · ")}
        </p>
      )}
    </li>
  );
}

function Legs({ legs }: { legs: readonly Order[] }) {
  return (
    <Panel title="Exits">
      <ul className="space-y-1 p-3 text-xs">
        {legs.map((leg) => (
          <li key={leg.order_id}>
            <ToOrder orderId={leg.order_id}>{leg.leg?.replace("_", " ") ?? leg.type}</ToOrder>{" "}
            {leg.side} {quantity(leg.quantity)} at {price(leg.limit_price ?? leg.stop_price)} ·{" "}
            {leg.status.replaceAll("_", " ")} · filled {quantity(leg.filled_quantity)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Fills({ order }: { order: Details }) {
  if (order.fills.length === 0)
    return (
      <Panel title="Fills">
        <Empty title="Nothing has traded yet" />
      </Panel>
    );
  return (
    <Panel title="Fills">
      <table className="w-full text-right text-xs tabular-nums">
        <thead className="text-muted">
          <tr>
            <th className="p-2 text-left font-medium">{inZone("Time")}</th>
            <th className="p-2 font-medium">Quantity</th>
            <th className="p-2 font-medium">Price</th>
            <th className="p-2 font-medium">Bid / ask then</th>
            <th className="p-2 font-medium">Fee</th>
            <th className="p-2 font-medium">With</th>
          </tr>
        </thead>
        <tbody>
          {order.fills.map((fill) => (
            <tr key={fill.fill_id}>
              <td className="p-2 text-left">{time(fill.market_time ?? fill.created_at)}</td>
              <td className="p-2">{quantity(fill.quantity)}</td>
              <td className="p-2">{price(fill.price)}</td>
              <td className="p-2">
                {price(fill.bid)} / {price(fill.ask)}
              </td>
              <td className="p-2">{money(fill.fee)}</td>
              <td className="p-2">{fill.counterparty}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
