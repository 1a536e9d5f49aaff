import { Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { remember } from "@/state/recent-symbols";
import { useSelection } from "@/state/selection";
import { type Found, useSymbolSearch } from "@/state/symbol-search";
import { cx } from "@/ui/class-names";
import { Failed } from "@/ui/states";

interface SymbolSearchProps {
  /** What is done with it; without this it becomes the selected symbol. */
  onSelect?: (symbol: string) => void;
  autoFocus?: boolean;
}

/** Finds an instrument by symbol or name. Nothing typed: those looked at last. */
export function SymbolSearch({ onSelect, autoFocus }: SymbolSearchProps) {
  const id = useId();
  const [text, setText] = useState("");
  const { found: choices, problem, isAsking } = useSymbolSearch(text);
  const select = useSelection((state) => state.select);
  const pick = ({ symbol }: Found) => {
    remember(symbol);
    (onSelect ?? select)(symbol);
    setText("");
  };
  const { active, setActive, onKeyDown } = useActive(choices, text, pick, () => setText(""));
  const onType = (typed: string) => {
    setText(typed);
    setActive(0);
  };
  const isVain = text && !isAsking && !problem && choices.length === 0;
  return (
    <search className="block">
      <Field {...{ id, text, choices, active, autoFocus, onType, onKeyDown }} />
      {problem && <Failed problem={problem} />}
      <p role="status" className="sr-only">
        {text && !isAsking && `${choices.length} found`}
      </p>
      <Choices
        {...{ id, choices, active }}
        heading={text ? "Instruments" : "Recent"}
        onPick={pick}
      />
      {isVain && (
        <p className="p-3 text-sm text-muted">
          Nothing is called “{text}”. Try a part of the name.
        </p>
      )}
    </search>
  );
}

interface FieldProps {
  id: string;
  text: string;
  choices: readonly Found[];
  active: number;
  autoFocus: boolean | undefined;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Field({ id, text, choices, active, autoFocus, onType, onKeyDown }: FieldProps) {
  return (
    <div className="input-group">
      <Search aria-hidden="true" className="ml-2 size-4 text-faint" />
      <input
        type="text"
        role="combobox"
        aria-label="Search symbol or name"
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={choices[active] ? `${id}-${active}` : undefined}
        placeholder="Symbol or name"
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: only where the search was asked for
        autoFocus={autoFocus}
        className="min-w-0 flex-1 bg-transparent px-2 outline-none"
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function useActive(
  choices: readonly Found[],
  text: string,
  pick: (choice: Found) => void,
  onClear: () => void,
) {
  const [wanted, setActive] = useState(0);
  const active = Math.min(wanted, Math.max(0, choices.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = choices[active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length > 0) setActive((active + step + choices.length) % choices.length);
    else if (event.key === "Enter" && chosen) pick(chosen);
    else if (event.key === "Escape" && text) onClear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { active, setActive, onKeyDown };
}

interface ChoicesProps {
  id: string;
  heading: string;
  choices: readonly Found[];
  active: number;
  onPick: (choice: Found) => void;
}

function Choices({ id, heading, choices, active, onPick }: ChoicesProps) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={heading}
      className="max-h-80 overflow-auto py-1"
    >
      {choices.map((choice, index) => (
        // Keys come to the field above, which says by aria-activedescendant which one is meant.
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          key={choice.symbol}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={cx(
            "flex cursor-pointer items-baseline gap-2 px-3 py-1.5 text-sm",
            index === active ? "bg-hover" : "hover:bg-hover",
          )}
          onClick={() => onPick(choice)}
        >
          <strong className="w-20 shrink-0">{choice.symbol}</strong>
          <span className="min-w-0 flex-1 truncate text-muted">{choice.name}</span>
          <span className="shrink-0 text-xs text-faint">{choice.exchange}</span>
          <span className={cx("shrink-0 text-xs", choice.ticks ? "text-accent" : "text-faint")}>
            {choice.ticks ? "● prices here" : "no prices here"}
          </span>
        </div>
      ))}
    </div>
  );
}
