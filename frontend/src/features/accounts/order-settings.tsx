import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/orders";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/query";
import { useAccountId } from "@/state/accounts";
import { Button } from "@/ui/button";
import { SelectField } from "@/ui/field";
import { QueryView } from "@/ui/query-view";
import { Failed } from "@/ui/states";
import { toast } from "@/ui/toast";
import { useModels, useOrderSettings } from "./models";

/** Of what was not chosen, the answer says what is usual. */
type Settings = Required<components["schemas"]["OrderSettings"]>;
type Models = components["schemas"]["ModelsResponse"];

export function OrderSettings() {
  const models = useModels();
  const settings = useOrderSettings();
  return (
    <div className="p-4">
      <QueryView query={models}>
        {(all) => (
          <QueryView query={settings}>
            {(chosen) => <Form models={all} chosen={chosen as Settings} />}
          </QueryView>
        )}
      </QueryView>
    </div>
  );
}

interface Named {
  readonly name: string;
  readonly summary: string;
  readonly is_default: boolean;
}

const optionsOf = (all: readonly Named[]) =>
  all.map(({ name, is_default }) => ({
    value: name,
    label: is_default ? `${name} (the usual one)` : name,
  }));

const summaryOf = (all: readonly Named[], name: string) =>
  all.find((one) => one.name === name)?.summary;

function useSave(settings: Settings) {
  const accountId = useAccountId();
  return useMutation({
    mutationFn: () => call(api.orders.PUT("/api/orders/settings", { body: settings })),
    onSuccess: (now) => {
      queries.setQueryData([accountId, "order-settings"], now);
      toast.success("Saved, for the orders from now on.");
    },
  });
}

function Form({ models, chosen }: { models: Models; chosen: Settings }) {
  const [settings, setSettings] = useState(chosen);
  const save = useSave(settings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const isSame = settings.fill_model === chosen.fill_model && settings.fees === chosen.fees;
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="Fill model"
        value={settings.fill_model}
        onValueChange={(name) =>
          setSettings({ ...settings, fill_model: name as Settings["fill_model"] })
        }
        options={optionsOf(models.fill_models)}
        hint={summaryOf(models.fill_models, settings.fill_model)}
      />
      <SelectField
        label="Fees"
        value={settings.fees}
        onValueChange={(name) => setSettings({ ...settings, fees: name as Settings["fees"] })}
        options={optionsOf(models.fee_schedules)}
        hint={summaryOf(models.fee_schedules, settings.fees)}
      />
      {save.error && <Failed problem={asProblem(save.error)} />}
      <div className="sm:col-span-2">
        <Button type="submit" variant="primary" busy={save.isPending} disabled={isSame}>
          Save
        </Button>
      </div>
    </form>
  );
}
