import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { asProblem } from "@/api/problem";
import { instrument, useSymbols } from "@/state/instruments";
import { IconButton } from "@/ui/button";
import { add, type List, symbolOf } from "./lists";
import { changeLists } from "./use-lists";

/** A line to add a symbol with; those that have prices here are proposed. */
export function AddSymbol({ list }: { list: List }) {
  const id = useId();
  const { data: symbols } = useSymbols();
  const { typed, setTyped, error, isAsking, submit } = useAdding(list);
  return (
    <form className="flex items-center gap-1" onSubmit={submit}>
      <input
        aria-label={`Add a symbol to ${list.name}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        list={`${id}-symbols`}
        placeholder="Add symbol"
        autoComplete="off"
        className="input h-6 w-28 py-0 text-xs"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <datalist id={`${id}-symbols`}>
        {symbols?.map((one) => (
          <option key={one.symbol} value={one.symbol}>
            {one.name}
          </option>
        ))}
      </datalist>
      <IconButton
        size="sm"
        type="submit"
        label="Add"
        busy={isAsking}
        icon={<Plus className="size-4" />}
      />
      <span id={`${id}-error`} role="alert" className="text-danger">
        {error}
      </span>
    </form>
  );
}

function useAdding(list: List) {
  const [typed, setText] = useState("");
  const [error, setError] = useState("");
  const [isAsking, setAsking] = useState(false);
  const setTyped = (text: string) => {
    setText(text);
    setError("");
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!typed.trim()) return;
    const symbol = symbolOf(typed);
    if (!symbol) return setError("That cannot be a symbol.");
    if (list.symbols.includes(symbol)) return setError(`${symbol} is in the list.`);
    setAsking(true);
    try {
      await instrument(symbol);
      changeLists((all) => add(all, list.id, [symbol]));
      setTyped("");
    } catch (cause) {
      const problem = asProblem(cause);
      setError(problem.status === 404 ? `There is no ${symbol}.` : problem.detail);
    } finally {
      setAsking(false);
    }
  };
  return { typed, setTyped, error, isAsking, submit };
}
