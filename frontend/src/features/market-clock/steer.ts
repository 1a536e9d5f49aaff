/** Steering market time, which is for administrators who have just shown who they are. */
import { useMutation } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/market";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/query";
import { withStepUp } from "@/state/step-up";
import { toast } from "@/ui/toast";

type Schemas = components["schemas"];
export type Wish = Schemas["PaceRequest"] | Schemas["StepRequest"] | Schemas["JumpRequest"];

export const SPEEDS = ["1", "2", "5", "10", "60", "300", "1000", "max"] as const;

export const speedOf = (text: string): number | "max" => (text === "max" ? "max" : Number(text));

export function useSteering() {
  return useMutation({
    mutationFn: (wish: Wish) =>
      withStepUp(() => call(api.market.POST("/api/market/clock", { body: wish }))),
    onSuccess: (clock) => queries.setQueryData(["clock"], clock),
    onError: (error) => toast.failure(asProblem(error), { id: "clock" }),
  });
}
