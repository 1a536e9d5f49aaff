import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/ui/button";
import { Figure } from "@/ui/figures";
import { Popover } from "@/ui/popover";
import { FORMULAS, type FormulaName } from "./formulas";

interface DefinedFigureProps {
  name: FormulaName;
  /** If it is another than the formula's own name. */
  label?: string;
  children: ReactNode;
  note?: ReactNode;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A figure, with its formula one press away. */
export function DefinedFigure({ name, label, children, note }: DefinedFigureProps) {
  const { formula } = FORMULAS[name];
  const title = label ?? capital(FORMULAS[name].name);
  return (
    <Figure
      note={note}
      label={
        <span className="flex items-center gap-1">
          {title}
          <Popover
            title={title}
            align="start"
            trigger={
              <IconButton
                label={`How ${title} is worked out`}
                icon={<Info className="size-3" />}
                size="sm"
              />
            }
          >
            <p className="max-w-72 font-mono text-xs">{formula}</p>
            <p className="mt-2 max-w-72 text-xs text-muted">
              r are daily returns, b those of the benchmark, n days, s their deviation. Sources
              stand in docs/analytics.md.
            </p>
          </Popover>
        </span>
      }
    >
      {children}
    </Figure>
  );
}
