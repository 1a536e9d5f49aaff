import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { patchPreference, preferences } from "@/state/preferences";

export interface SplitPart {
  readonly id: string;
  /** What the panel is, for the handle's name. */
  readonly label: string;
  /** Percent, before it was changed. */
  readonly size: number;
  readonly min: number;
  readonly content: ReactNode;
}

interface SplitProps {
  /** Sizes are kept under this name. */
  id: string;
  orientation: "horizontal" | "vertical";
  parts: readonly SplitPart[];
}

/** Panels side by side (or one over the other) with handles between; arrows move those too. */
export function Split({ id, orientation, parts }: SplitProps) {
  const kept = preferences().layout[id];
  const isWhole = kept && parts.every((part) => kept[part.id] !== undefined);
  return (
    <Group
      id={id}
      orientation={orientation}
      className="h-full"
      {...(isWhole && { defaultLayout: { ...kept } })}
      onLayoutChanged={(layout, { isUserInteraction }) => {
        if (isUserInteraction) patchPreference("layout", id, layout);
      }}
    >
      {parts.flatMap((part, index) => [
        ...(index > 0
          ? [
              <Separator
                key={`${part.id}-edge`}
                className={`split-edge split-edge-${orientation}`}
                aria-label={`Size of ${part.label}`}
              />,
            ]
          : []),
        <Panel key={part.id} id={part.id} defaultSize={`${part.size}%`} minSize={`${part.min}%`}>
          {part.content}
        </Panel>,
      ])}
    </Group>
  );
}
