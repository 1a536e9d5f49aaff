/** The whole order once more, before it is sent; and what looks like a slip, to be said yes to. */
import { type KeyboardEvent, useState } from "react";
import type { PlaceOrder } from "@/state/order-intent";
import { preferences, setPreference } from "@/state/preferences";
import { Button } from "@/ui/button";
import { negate } from "@/ui/decimal";
import { Dialog } from "@/ui/dialog";
import { Checkbox } from "@/ui/field";
import { money, price } from "@/ui/format";
import { Slips } from "@/ui/slips";
import { type Asked, useEstimate } from "./estimate";
import { VerdictView } from "./estimate-view";
import { headOf, linesOf, TYPE_NAMES } from "./words";

export interface Question {
  readonly body: PlaceOrder;
  readonly slips: readonly string[];
  /** Whose order it is: the account that was worked with when it was asked about. */
  readonly accountId: string;
}

interface Props {
  question: Question;
  /** What is wrong with what is shown of the market, if anything is. */
  doubt: string | undefined;
  onAnswer: (isYes: boolean) => void;
}

/** Whether an order of this type is asked about before it is sent. */
export const needsConfirmation = (type: PlaceOrder["type"]): boolean =>
  !preferences().unconfirmed.includes(type);

function setConfirmation(type: PlaceOrder["type"], isAsked: boolean): void {
  const others = preferences().unconfirmed.filter((one) => one !== type);
  setPreference("unconfirmed", isAsked ? others : [...others, type]);
}

export function ConfirmOrder({ question: { body, slips }, doubt, onAnswer }: Props) {
  // Of what is sent, whatever the market makes of the form behind it.
  const asked = useEstimate(body);
  const [isSure, setSure] = useState(false);
  const [isSilenced, setSilenced] = useState(false);
  const isReady = slips.length === 0 || isSure;
  const send = () => {
    if (!isReady) return;
    if (isSilenced) setConfirmation(body.type, false);
    onAnswer(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onAnswer(false)}
      title={`${headOf(body)}?`}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>Back</Button>
          <Button variant={body.side} disabled={!isReady} onClick={send}>
            {headOf(body)}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears keys of the fields in it */}
      <div className="space-y-3 text-sm" onKeyDown={(event) => onSendKey(event, send)}>
        <Lines body={body} asked={asked} />
        {doubt && <p className="text-danger">Prices may be out of date: {doubt}.</p>}
        <Slips slips={slips} isSure={isSure} setSure={setSure} />
        <Against asked={asked} />
        <Checkbox
          label={`Do not ask again for ${TYPE_NAMES[body.type].toLowerCase()} orders`}
          checked={isSilenced}
          onCheckedChange={setSilenced}
        />
      </div>
    </Dialog>
  );
}

function onSendKey(event: KeyboardEvent, send: () => void): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  // A key held down since the ticket must not answer as well.
  if (!event.repeat) send();
}

function Against({ asked }: { asked: Asked }) {
  const broken = asked.kind === "known" ? asked.estimate.verdict.broken : [];
  return broken.length > 0 && <VerdictView broken={broken} />;
}

function Lines({ body, asked }: { body: PlaceOrder; asked: Asked }) {
  const estimate = asked.kind === "known" ? asked.estimate : undefined;
  const loss = estimate?.verdict.loss_at_stop;
  const lines: [string, string][] = linesOf(body);
  if (estimate?.preview.expected)
    lines.push(["Expected price", `$${price(estimate.preview.expected.price)}`]);
  if (estimate) lines.push(["Costs at most", money(estimate.verdict.cost)]);
  if (estimate) lines.push(["Buying power after", money(estimate.verdict.buying_power_afterwards)]);
  if (loss) lines.push(["Loss if the stop trades at its price", money(negate(loss))]);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      {lines.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
