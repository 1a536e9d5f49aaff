import { useState } from "react";
import { Panel } from "@/ui/panel";
import { QueryView } from "@/ui/query-view";
import { AdminPage } from "./admin-only";
import { AuditTrail } from "./audit-trail";
import { Halts } from "./halts";
import { LimitEditor } from "./limit-editor";
import { formOf } from "./limit-form";
import { type Layer, type LimitScope, type Place, useLayer, useLayers } from "./limits";
import { PlaceForm } from "./place-form";

const HOUSE: Place<LimitScope> = { scope: "house", name: "everybody" };

/** How far accounts may go, where trading is halted, and who laid that down. */
export function LimitsPage() {
  return (
    <AdminPage
      title="Limits and halts"
      about="How far accounts may go, and where trading is stopped. Limits of the settings, the
        house, the user and the account hold together: the strictest counts."
    >
      <Panel title="Kill switches">
        <Halts />
      </Panel>
      <LimitsPanel />
      <Panel title="Audit trail">
        <AuditTrail />
      </Panel>
    </AdminPage>
  );
}

const SCOPES = [
  { value: "house", label: "House" },
  { value: "user", label: "User" },
  { value: "account", label: "Account" },
] as const;

function LimitsPanel() {
  const [place, setPlace] = useState<Place<LimitScope>>(HOUSE);
  const layers = useLayers();
  const layer = useLayer(place);
  return (
    <Panel title="Limits">
      <QueryView query={layers}>
        {({ settings, items }) => (
          <div className="flex flex-col gap-3 p-3 text-sm">
            <p className="text-muted">
              By the settings of the service: {said(settings)}. Nobody can change those here.
            </p>
            {items.length > 0 && <Limited layers={items} onChoose={setPlace} />}
            <PlaceForm scopes={SCOPES} place={place} onChoose={setPlace} />
          </div>
        )}
      </QueryView>
      <QueryView query={layer}>
        {(versioned) => (
          <LimitEditor
            key={`${place.scope} ${place.name} ${versioned.etag}`}
            place={place}
            versioned={versioned}
          />
        )}
      </QueryView>
    </Panel>
  );
}

interface LimitedProps {
  layers: readonly Layer[];
  onChoose: (place: Place<LimitScope>) => void;
}

/** Who has limits of their own. */
function Limited({ layers, onChoose }: LimitedProps) {
  return (
    <ul className="flex flex-wrap gap-2">
      {layers.map(({ scope, name, limits }) => (
        <li key={`${scope} ${name}`}>
          <button
            type="button"
            className="cursor-pointer underline"
            onClick={() => onChoose({ scope: scope as LimitScope, name })}
          >
            {scope} {name}
          </button>
          : {said(limits)}
        </li>
      ))}
    </ul>
  );
}

/** Limits in a line of text. */
function said(limits: Parameters<typeof formOf>[0]): string {
  const { figures, switches } = formOf(limits);
  const names = [
    ...Object.entries(figures).flatMap(([id, value]) => (value ? [`${id} ${value}`] : [])),
    ...Object.entries(switches).flatMap(([id, isOn]) => (isOn ? [id] : [])),
  ];
  return names.map((name) => name.replaceAll("_", " ")).join(", ") || "no limits";
}
