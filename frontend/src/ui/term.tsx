import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { GLOSSARY, type TermName } from "./glossary";

interface TermProps {
  name: TermName;
  /** Shown instead of the term's own words. */
  children?: ReactNode;
}

/** Beside a term that is a label or a heading already: large enough to be pressed. */
export function TermMark({ name }: { name: TermName }) {
  return (
    <Term name={name}>
      <span className="term-mark">?</span>
    </Term>
  );
}

/** A term with its explanation one press away. */
export function Term({ name, children }: TermProps) {
  const { title, text } = GLOSSARY[name];
  return (
    <Popover.Root>
      <Popover.Trigger openOnHover delay={400} className="term" aria-label={`What is ${title}?`}>
        {children ?? title}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} className="z-60">
          <Popover.Popup className="popup max-w-72 p-3 text-xs">
            <Popover.Title className="mb-1 font-semibold text-ink">{title}</Popover.Title>
            <Popover.Description className="text-muted">{text}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
