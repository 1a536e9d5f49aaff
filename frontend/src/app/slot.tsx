import { type ReactNode, Suspense } from "react";
import { Boundary } from "@/ui/boundary";
import { Feature, type FeatureName } from "./features";

interface SlotProps {
  name: FeatureName;
  /** Its place while it is fetched. */
  waiting?: ReactNode;
}

/** A small feature of the shell. If it fails it is missing, and nothing else is. */
export function Slot({ name, waiting = null }: SlotProps) {
  const Content = Feature[name];
  return (
    <Boundary fallback={() => null}>
      <Suspense fallback={waiting}>
        <Content />
      </Suspense>
    </Boundary>
  );
}
