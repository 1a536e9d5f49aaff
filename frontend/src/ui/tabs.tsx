import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

export interface Tab {
  value: string;
  label: string;
  /** As text where more are there than were counted: "100+". */
  count?: number | string | undefined;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  tabs: readonly Tab[];
  /** At the end of the row of tabs. */
  actions?: ReactNode;
}

/** One of several contents; only the chosen one is mounted. */
export function Tabs({ label, value, onValueChange, tabs, actions }: TabsProps) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onValueChange(String(next))}
      className="flex h-full min-h-0 min-w-0 flex-col"
    >
      <div className="flex shrink-0 items-center border-b border-line">
        <Base.List aria-label={label} className="flex min-w-0 flex-1 overflow-x-auto px-1">
          {tabs.map((tab) => (
            <Base.Tab key={tab.value} value={tab.value} className="tab">
              {tab.label}
              {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
            </Base.Tab>
          ))}
        </Base.List>
        {actions && <div className="flex shrink-0 items-center gap-1 px-1">{actions}</div>}
      </div>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="min-h-0 flex-1 overflow-auto">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
