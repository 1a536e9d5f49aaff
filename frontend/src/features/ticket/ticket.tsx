import { RotateCcw } from "lucide-react";
import { useRef } from "react";
import { useKnown } from "@/state/usual";
import { Button, IconButton } from "@/ui/button";
import { Panel } from "@/ui/panel";
import { doubtOf, type Note, notesOf, type Situation } from "./beforehand";
import { ConfirmOrder } from "./confirm-order";
import { EntryFields } from "./entry-fields";
import { type Asked, useEstimate } from "./estimate";
import { EstimateView } from "./estimate-view";
import { ExitFields } from "./exit-fields";
import { useHoldings, useKind, useQuoted, useSituation } from "./facts";
import type { Form } from "./form";
import { reset, useForm, useFormSync } from "./form-store";
import { OptionFields } from "./option-fields";
import { PriceFields } from "./price-fields";
import { ProgressView } from "./progress-view";
import type { Missing, Request } from "./request";
import { useRequest } from "./room";
import { useSubmission } from "./submission";
import { useTicketKeys } from "./ticket-keys";
import { TicketSettings } from "./ticket-settings";
import { type Sending, useSending } from "./use-sending";
import { headOf, verbOf } from "./words";

/** Places orders. Enter sends nothing: only the button does, or Ctrl+Enter. */
export function Ticket() {
  const { form } = useForm();
  const kind = useKind(form.symbol);
  useFormSync(kind);
  const quoted = useQuoted(form.symbol);
  const holdings = useHoldings(form.symbol, form.side);
  const request = useRequest(form, holdings, kind);
  const asked = useEstimate(request.body);
  const situation = useSituation(form.symbol, kind.hasSessions);
  const sending = useSending(request, useKnown(form.symbol));
  const within = useRef<HTMLFormElement>(null);
  useTicketKeys({ form, tick: kind.tick, press: sending.press, within });
  const missing = shownOf(form, request.missing, sending.wasTried);
  const common = { form, missing, tick: kind.tick };
  return (
    <Panel title={`Order ticket · ${form.symbol}`} actions={<HeadActions sending={sending} />}>
      <form
        ref={within}
        aria-label="Order ticket"
        className="flex flex-col gap-2.5 p-2"
        onSubmit={(event) => event.preventDefault()}
      >
        <EntryFields {...common} {...{ kind, holdings, request }} />
        <PriceFields {...common} quoted={quoted} />
        <ExitFields {...common} />
        <OptionFields {...common} unit={kind.unit} />
        <EstimateView asked={asked} {...kind} />
        <div className="sticky bottom-0 -mx-2 -mb-2 space-y-2 border-t border-line bg-surface p-2">
          <Notes notes={notesOf(form, situation)} />
          <SendButton {...{ form, request, asked, situation, sending }} />
          <ProgressView progress={useSubmission().progress} />
        </div>
      </form>
      <Question {...{ sending, situation }} />
    </Panel>
  );
}

type QuestionProps = Pick<SendButtonProps, "sending" | "situation">;

function Question({ sending, situation }: QuestionProps) {
  const { question, answer } = sending;
  if (!question) return null;
  return <ConfirmOrder question={question} doubt={doubtOf(situation)} onAnswer={answer} />;
}

/** Before somebody tried to send, what is still empty is not held against them. */
function shownOf(form: Form, missing: Missing, wasTried: boolean): Missing {
  if (wasTried) return missing;
  const filled = Object.entries(missing).filter(([field]) => form[field as keyof Form] !== "");
  return Object.fromEntries(filled);
}

function HeadActions({ sending }: { sending: Sending }) {
  const startOver = () => {
    reset();
    sending.startOver();
  };
  return (
    <>
      <TicketSettings />
      <IconButton
        label="Clear the ticket"
        size="sm"
        icon={<RotateCcw className="size-3.5" />}
        onClick={startOver}
      />
    </>
  );
}

function Notes({ notes }: { notes: readonly Note[] }) {
  return (
    <div role="status" className="space-y-1 text-xs empty:hidden">
      {notes.map(({ tone, text }) => (
        <p key={text} className={tone === "warning" ? "text-warn" : "text-muted"}>
          {text}
        </p>
      ))}
    </div>
  );
}

interface SendButtonProps {
  form: Form;
  request: Request;
  asked: Asked;
  situation: Situation;
  sending: Sending;
}

function SendButton({ form, request, asked, situation, sending }: SendButtonProps) {
  const doubt = doubtOf(situation);
  const isAgainst =
    asked.kind === "refused" ||
    (asked.kind === "known" && !asked.estimate.verdict.would_be_approved);
  const words = [isAgainst && "would be refused", doubt].filter(Boolean).join(", ");
  const head = request.body ? headOf(request.body) : `${verbOf(form.side)} ${form.symbol}`;
  return (
    <Button
      variant={form.side}
      busy={sending.isBusy}
      className="w-full whitespace-normal"
      onClick={sending.press}
      aria-keyshortcuts="Control+Enter"
    >
      {head}
      {words && <span className="font-normal"> – {words}</span>}
    </Button>
  );
}
