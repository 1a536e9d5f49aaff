/** Another order in the place of one: what is to be different, what that would cost, and the yes. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { api, call } from "@/api/client";
import type { components as Risk } from "@/api/generated/risk";
import { asProblem, type Problem } from "@/api/problem";
import { slips } from "@/state/guards";
import { type OrderChanges, replacing, titleOf } from "@/state/order-actions";
import type { Order } from "@/state/order-intent";
import { ruleName } from "@/state/rejections";
import { useKnown } from "@/state/usual";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { DecimalField, SelectField } from "@/ui/field";
import { money } from "@/ui/format";
import { Slips } from "@/ui/slips";
import { Failed } from "@/ui/states";
import { type Changed, changesOf, FIELDS, valuesOf } from "./changes";

const FORCES = ["day", "gtc", "gtd", "ioc", "fok", "opg", "cls"] as const;
const LASTING = ["day", "gtc"] as const;

export function ReplaceOrder({ order, onClose }: { order: Order; onClose: () => void }) {
  const [values, setValues] = useState<Changed>(() => valuesOf(order));
  const { changes, problem } = changesOf(order, values);
  const { isBusy, refusal, send } = useReplacing(order, onClose);
  const doubts = useDoubts(order, changes);
  const isReady = changes !== undefined && (doubts.slips.length === 0 || doubts.isSure);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Replace: ${titleOf(order)}`}
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            variant="primary"
            busy={isBusy}
            disabled={!isReady}
            onClick={() => isReady && void send(changes)}
          >
            Replace
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <Fields order={order} values={values} onChange={setValues} />
        {problem && <p className="text-xs text-muted">{problem}</p>}
        <Slips {...doubts} />
        <Verdict orderId={order.order_id} changes={changes} />
        {refusal && <Failed problem={refusal} />}
      </div>
    </Dialog>
  );
}

/** A yes is to these changes: once they are others, it is asked again. */
function useDoubts({ symbol }: Order, changes: OrderChanges | undefined) {
  const found = slips(changes ?? {}, useKnown(symbol));
  const [sureOf, setSureOf] = useState<string>();
  const said = JSON.stringify(changes);
  const setSure = (isSure: boolean) => setSureOf(isSure ? said : undefined);
  return { slips: found, isSure: changes !== undefined && sureOf === said, setSure };
}

/** It stays open, with the reason, where the server does not do it. */
function useReplacing(order: Order, onDone: () => void) {
  const [replace] = useState(() => replacing(order));
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Problem>();
  const send = async (changes: OrderChanges) => {
    if (isBusy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await replace(changes);
      onDone();
    } catch (error) {
      setRefusal(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, refusal, send };
}

interface FieldsProps {
  order: Order;
  values: Changed;
  onChange: (values: Changed) => void;
}

function Fields({ order, values, onChange }: FieldsProps) {
  const forces = order.type === "market" || order.type === "limit" ? FORCES : LASTING;
  const options = [...new Set([...forces, order.time_in_force])]
    .filter((one) => one !== "gtd" || order.time_in_force === "gtd")
    .map((value) => ({ value, label: value }));
  return (
    <div className="grid grid-cols-2 gap-3">
      {FIELDS.filter(({ has }) => has(order)).map(({ name, label, step }) => (
        <DecimalField
          key={name}
          label={label}
          value={values[name]}
          onValueChange={(value) => onChange({ ...values, [name]: value })}
          step={step}
          min="0"
        />
      ))}
      <SelectField
        label="Time in force"
        value={values.time_in_force}
        onValueChange={(force) => onChange({ ...values, time_in_force: force })}
        options={options}
      />
    </div>
  );
}

async function estimated(orderId: string, changes: OrderChanges, signal: AbortSignal) {
  const params = { path: { order_id: orderId } };
  const preview = await call(
    api.orders.POST("/api/orders/{order_id}/preview", { params, body: changes, signal }),
  );
  const asked = preview as unknown as Risk["schemas"]["EstimateRequest"];
  return await call(api.risk.POST("/api/risk/estimate", { body: asked, signal }));
}

/** What the rules say of the other order, before it is sent. */
function Verdict({ orderId, changes }: { orderId: string; changes: OrderChanges | undefined }) {
  const asked = useDeferredValue(changes ? JSON.stringify(changes) : "");
  const { data, error } = useQuery({
    queryKey: ["replacement", orderId, asked],
    queryFn: ({ signal }) => estimated(orderId, JSON.parse(asked) as OrderChanges, signal),
    enabled: asked !== "",
    staleTime: 0,
    gcTime: 0,
  });
  if (asked === "") return null;
  if (error) return <p className="text-xs text-danger">{asProblem(error).detail}</p>;
  if (!data) return <p className="text-xs text-faint">Asking what it would cost…</p>;
  return (
    <div className="text-xs" role="status">
      <p>
        Holds {money(data.holds_buying_power)} more; buying power after:{" "}
        {money(data.buying_power_afterwards)}
      </p>
      {data.broken.map(({ reason, rule }) => (
        <p key={reason} className="text-danger">
          {ruleName(reason)}. {rule} ({reason})
        </p>
      ))}
    </div>
  );
}
