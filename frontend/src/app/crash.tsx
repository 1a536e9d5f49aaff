import { asProblem } from "@/api/problem";
import { Button } from "@/ui/button";

/** When the shell itself has failed. Orders are at the server and not touched by it. */
export function Crash({ error }: { error: unknown }) {
  return (
    <main className="mx-auto flex h-full max-w-md flex-col items-start justify-center gap-3 p-6">
      <h1 className="text-lg font-semibold">The terminal has stopped</h1>
      <p className="text-sm text-muted">
        Your orders and positions are at the server and go on. Load the page again to see them.
      </p>
      <p className="font-mono text-xs text-faint">{asProblem(error).detail}</p>
      <Button variant="primary" onClick={() => location.reload()}>
        Load again
      </Button>
    </main>
  );
}
