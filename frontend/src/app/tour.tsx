import { useEffect, useState } from "react";
import { setPreference } from "@/state/preferences";
import { Button } from "@/ui/button";
import { hide } from "./overlays";

interface Step {
  /** `data-tour` of the part that is meant; it may be out of sight on a phone. */
  readonly target: string;
  readonly title: string;
  readonly text: string;
}

const STEPS: readonly Step[] = [
  {
    target: "Watchlist",
    title: "Choose what to look at",
    text: "A press on a symbol leads every panel to it. Press / to find any other by its name.",
  },
  {
    target: "ChartPanel",
    title: "See where it stands",
    text: "The last bar is live; your fills and open orders are drawn in. There is a table and a sound of it too.",
  },
  {
    target: "Ticket",
    title: "Try an order",
    text: "Before you send, it shows what the order should cost and whether a limit forbids it. The money is paper.",
  },
  {
    target: "Blotter",
    title: "Follow what came of it",
    text: "Positions, open orders, fills and the ledger. Cancel, change or close from here.",
  },
  {
    target: "user-menu",
    title: "Make it yours",
    text: "Ctrl K finds every page and action, ? lists the keys. Colours, density and keys are in the settings.",
  },
];

/** Five steps beside the page, which goes on working below them. */
export default function Tour() {
  const [at, setAt] = useState(0);
  const step = STEPS[at];
  useHighlight(step?.target);
  const end = () => {
    setPreference("isTourDone", true);
    hide();
  };
  if (!step) return null;
  return (
    <aside
      aria-label="Tour"
      className="tour"
      onKeyDown={(event) => event.key === "Escape" && end()}
    >
      <p className="text-xs text-faint">
        Step {at + 1} of {STEPS.length}
      </p>
      <div aria-live="polite">
        <h2 className="mt-1 text-sm font-semibold">{step.title}</h2>
        <p className="mt-1 text-sm text-muted">{step.text}</p>
      </div>
      <Ways at={at} onGo={setAt} onEnd={end} />
    </aside>
  );
}

interface WaysProps {
  at: number;
  onGo: (step: number) => void;
  onEnd: () => void;
}

function Ways({ at, onGo, onEnd }: WaysProps) {
  const isLast = at === STEPS.length - 1;
  return (
    <div className="mt-3 flex justify-between gap-2">
      <Button variant="quiet" size="sm" onClick={onEnd}>
        Skip
      </Button>
      <div className="flex gap-2">
        {at > 0 && (
          <Button size="sm" onClick={() => onGo(at - 1)}>
            Back
          </Button>
        )}
        <Button size="sm" variant="primary" onClick={isLast ? onEnd : () => onGo(at + 1)}>
          {isLast ? "Done" : "Next"}
        </Button>
      </div>
    </div>
  );
}

function useHighlight(target: string | undefined): void {
  useEffect(() => {
    const element = document.querySelector(`[data-tour="${target}"]`);
    element?.setAttribute("data-tour-on", "");
    return () => element?.removeAttribute("data-tour-on");
  }, [target]);
}
