import { useState } from "react";
import { api, call } from "@/api/client";
import { asProblem, errorOf, type Problem } from "@/api/problem";
import { DecimalField, Segmented, SelectField, TextField } from "@/ui/field";
import { toast } from "@/ui/toast";
import { FormDialog, useWish } from "./form-dialog";
import { useModels } from "./models";
import { amountError } from "./progress";
import { askAgain, type NewAccount as Entry, switchSoon } from "./queries";

interface NewAccountProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function NewAccount(props: NewAccountProps) {
  return props.open ? <Open {...props} /> : null;
}

type Model = Entry["fill_model"];
interface Draft {
  readonly name: string;
  readonly cash: string;
  readonly margin: "cash" | "margin";
  readonly model: string;
}

const EMPTY: Draft = { name: "", cash: "100000", margin: "cash", model: "" };
const KINDS = [
  { value: "cash", label: "Cash" },
  { value: "margin", label: "Margin" },
] as const;

async function open(draft: Draft, wish: string): Promise<void> {
  const { name, cash, margin, model } = draft;
  const body: Entry = {
    name: name.trim(),
    cash,
    margin,
    currency: "USD",
    ...(model && { fill_model: model as NonNullable<Model> }),
  };
  const params = { header: { "Idempotency-Key": wish } };
  const account = await call(api.portfolio.POST("/api/portfolio/accounts", { params, body }));
  await askAgain();
  const go = () =>
    switchSoon(account.account_id).catch((error: unknown) => toast.failure(asProblem(error)));
  const action = { label: "Trade with it", onClick: () => void go() };
  toast.success(`${account.name} is open.`, { action });
}

function Open({ onOpenChange }: NewAccountProps) {
  const [draft, setDraft] = useState(EMPTY);
  const wish = useWish();
  const isReady = draft.name.trim() !== "" && amountError(draft.cash) === undefined;
  return (
    <FormDialog
      title="A new account"
      submitLabel="Open it"
      isReady={isReady}
      onClose={() => onOpenChange(false)}
      onSubmit={() => open(draft, wish)}
    >
      {(problem) => (
        <Fields
          draft={draft}
          problem={problem}
          set={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
      )}
    </FormDialog>
  );
}

interface FieldsProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  problem: Problem | undefined;
}

function FillModel({ draft, set, problem }: FieldsProps) {
  const models = useModels().data?.fill_models ?? [];
  const options = [
    { value: "", label: "The usual one" },
    ...models.map(({ name, summary }) => ({ value: name, label: `${name}: ${summary}` })),
  ];
  return (
    <SelectField
      label="How orders are filled"
      value={draft.model}
      onValueChange={(model) => set({ model })}
      options={options}
      error={errorOf(problem, "fill_model")}
    />
  );
}

function Fields({ draft, set, problem }: FieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        required
        autoFocus
        maxLength={60}
        value={draft.name}
        onValueChange={(name) => set({ name })}
        error={errorOf(problem, "name")}
      />
      <DecimalField
        label="Begin with"
        unit="USD"
        step="1000"
        min="0"
        value={draft.cash}
        onValueChange={(cash) => set({ cash })}
        error={errorOf(problem, "cash") ?? amountError(draft.cash)}
      />
      <Segmented
        label="Kind"
        value={draft.margin}
        onValueChange={(margin) => set({ margin })}
        options={KINDS}
        hint="A margin account may borrow, and sell what it does not have."
      />
      <FillModel {...{ draft, set, problem }} />
    </>
  );
}
