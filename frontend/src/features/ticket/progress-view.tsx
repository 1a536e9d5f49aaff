/** What became of the order that was sent last. It is read out as it changes. */
import { Link } from "@tanstack/react-router";
import { useAccountId } from "@/state/accounts";
import { Button } from "@/ui/button";
import { Failed } from "@/ui/states";
import { progressOf, usePlacedOrder } from "./placed-order";
import { again, dismiss, look, type Progress } from "./submission";
import { headOf } from "./words";

const TONES = { wait: "text-ink", good: "text-up", bad: "text-danger" } as const;

export function ProgressView({ progress }: { progress: Progress }) {
  return (
    <div role="status" className="text-xs">
      <Said progress={progress} />
    </div>
  );
}

function Said({ progress }: { progress: Progress }) {
  switch (progress.kind) {
    case "idle":
      return null;
    case "sending":
      return <p>Sending: {headOf(progress.intent.body)}…</p>;
    case "looking":
      return <p>No answer came. Looking whether the order arrived…</p>;
    case "unknown":
      return <Unknown progress={progress} />;
    case "refused":
      return (
        <div className="space-y-1">
          <Failed problem={progress.problem} />
          <code className="font-mono text-faint">{progress.problem.code}</code>
        </div>
      );
    case "placed":
      return <Placed progress={progress} />;
  }
}

type Of<Kind> = Extract<Progress, { kind: Kind }>;

function Unknown({ progress: { intent, problem } }: { progress: Of<"unknown"> }) {
  return (
    <div className="space-y-2 rounded border border-danger p-2">
      <p>
        <strong>It is not known whether this order arrived:</strong> {headOf(intent.body)}.{" "}
        {problem.detail}
      </p>
      <p className="text-muted">
        To send it again is safe: it has the same name ({intent.key.slice(0, 8)}), and the server
        places it once.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => void again()}>
          Send it again
        </Button>
        <Button size="sm" onClick={() => void look()}>
          Look it up
        </Button>
        <Button size="sm" variant="quiet" onClick={dismiss}>
          Leave it
        </Button>
      </div>
    </div>
  );
}

function Placed({ progress }: { progress: Of<"placed"> }) {
  const accountId = useAccountId();
  const { data: order } = usePlacedOrder(progress.accountId, progress.orderId);
  if (accountId !== progress.accountId) return null;
  if (!order) return <p>Accepted by the server. Its order is looked up…</p>;
  const { tone, text } = progressOf(order);
  return (
    <p className={TONES[tone]}>
      {headOf(order as Parameters<typeof headOf>[0])}: {text}{" "}
      <Link className="underline" to="/orders/$orderId" params={{ orderId: order.order_id }}>
        Details
      </Link>
    </p>
  );
}
