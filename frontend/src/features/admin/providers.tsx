import { type Column, DataTable } from "@/ui/data-table";
import { fitted } from "@/ui/fitted";
import { QueryView } from "@/ui/query-view";
import { type Provider, useProviders } from "./feed";

function role({ runs, is_archive }: Provider): string {
  if (runs && is_archive) return "tells prices and the past";
  if (runs) return "tells prices";
  return is_archive ? "tells the past" : "not used";
}

function readiness({ ready, needs_key }: Provider): string {
  if (ready) return "ready";
  return needs_key ? "needs a key" : "not set up";
}

function health({ health: of }: Provider): string {
  if (!of) return "—";
  const lines = of.connections.map(({ line, state }) => `${line} ${state}`);
  return [of.state, ...lines].join(", ");
}

const COLUMNS: Column<Provider>[] = [
  { id: "name", header: "Name", cell: ({ name }) => <strong>{name}</strong>, alwaysShown: true },
  { id: "role", header: "Role", width: 170, cell: role },
  { id: "ready", header: "Ready", cell: readiness },
  { id: "health", header: "Health", width: 140, cell: health },
  { id: "classes", header: "What", width: 180, cell: (one) => one.asset_classes.join(", ") },
  { id: "intervals", header: "Bars", width: 220, cell: (one) => one.intervals.join(", ") || "—" },
  { id: "about", header: "About", width: 300, cell: ({ about }) => about },
];

/** Plugins that are installed, and how the one that runs is doing. */
export function Providers() {
  return (
    <QueryView query={useProviders()}>
      {(providers) => (
        <DataTable
          label="Providers"
          rows={providers}
          columns={COLUMNS}
          rowKey={({ name }) => name}
          height={fitted(providers.length, 320)}
          empty="Nothing is installed."
        />
      )}
    </QueryView>
  );
}
