import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, call, callWhole } from "@/api/client";
import type { components } from "@/api/generated/risk";
import { withStepUp } from "@/state/step-up";

type Schemas = components["schemas"];
export type Limits = Schemas["LimitsBody"];
export type Layer = Schemas["LayerResponse"];
export type Halt = Schemas["HaltResponse"];
export type LimitScope = "house" | "user" | "account";
export type HaltScope = "house" | "account" | "symbol";

/** What a limit or a halt is about. */
export interface Place<Scope extends string> {
  readonly scope: Scope;
  readonly name: string;
}

export interface Versioned {
  readonly layer: Layer;
  readonly etag: string;
}

const LIMITS = "/api/risk/admin/limits/{scope}/{name}";
const HALTS = "/api/risk/admin/halts/{scope}/{name}";

export function useLayers() {
  return useQuery({
    queryKey: ["admin", "limits"],
    queryFn: () => call(api.risk.GET("/api/risk/admin/limits")),
  });
}

/** The limits of one place, with the version that a change of them has to name. */
export function useLayer(place: Place<LimitScope> | undefined) {
  return useQuery({
    queryKey: ["admin", "limits", place?.scope, place?.name],
    queryFn: async (): Promise<Versioned> => {
      const path = place as Place<LimitScope>;
      const { data, headers } = await callWhole(api.risk.GET(LIMITS, { params: { path } }));
      return { layer: data, etag: headers.get("ETag") ?? `"${data.version}"` };
    },
    enabled: place !== undefined,
    staleTime: 0,
  });
}

export function useHalts() {
  return useQuery({
    queryKey: ["admin", "halts"],
    queryFn: () => call(api.risk.GET("/api/risk/admin/halts")),
  });
}

/** Changes; each @throws Problem. */
export function useRules() {
  const client = useQueryClient();
  // Not waited for: it is done, whether or not the lists can be read at the moment.
  const changed = (what: "limits" | "halts") => {
    for (const list of [what, "audit"])
      void client.invalidateQueries({ queryKey: ["admin", list] });
  };
  return {
    replace: async (path: Place<LimitScope>, body: Limits, etag: string): Promise<void> => {
      const params = { path, header: { "If-Match": etag } };
      await withStepUp(() => call(api.risk.PUT(LIMITS, { params, body })));
      changed("limits");
    },
    halt: async (path: Place<HaltScope>, reason: string): Promise<void> => {
      await withStepUp(() => call(api.risk.PUT(HALTS, { params: { path }, body: { reason } })));
      changed("halts");
    },
    resume: async (path: Place<HaltScope>): Promise<void> => {
      await withStepUp(() => call(api.risk.DELETE(HALTS, { params: { path } })));
      changed("halts");
    },
  };
}
