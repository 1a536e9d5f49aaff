import { type ReactNode, Suspense } from "react";
import { Boundary } from "@/ui/boundary";
import { Skeleton } from "@/ui/states";
import { Feature, type FeatureName } from "../features";

/** A feature in its place of the workspace; it loads, and fails, for itself. */
export function Part({ name }: { name: FeatureName }): ReactNode {
  const Content = Feature[name];
  return (
    <div className="h-full min-h-0 min-w-0" data-tour={name}>
      <Boundary>
        <Suspense fallback={<Skeleton lines={6} className="p-3" />}>
          <Content />
        </Suspense>
      </Boundary>
    </div>
  );
}
