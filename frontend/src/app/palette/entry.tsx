import { Command } from "cmdk";
import type { ReactNode } from "react";
import { hide } from "../overlays";

interface EntryProps {
  name: string;
  keywords?: readonly string[];
  icon?: ReactNode;
  /** At the end of the line. */
  end?: ReactNode;
  onChoose: () => void;
  children?: ReactNode;
}

/** A line of the palette; choosing it closes the palette first, so that it can open something. */
export function Entry({ name, keywords = [], icon, end, onChoose, children }: EntryProps) {
  return (
    <Command.Item
      value={name}
      keywords={[...keywords]}
      className="palette-item"
      onSelect={() => {
        hide();
        onChoose();
      }}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children ?? name}</span>
      {end}
    </Command.Item>
  );
}
