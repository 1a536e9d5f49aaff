import { useEffect, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { refresh } from "@/api/session";
import { Failed, Skeleton } from "@/ui/states";
import { Logo } from "./logo";

const RETRY_MS = 5000;

/** Until it is known whether somebody is signed in. If nobody answers, it goes on asking. */
export function Starting() {
  const [problem, setProblem] = useState<Problem>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    refresh().catch((error: unknown) => {
      if (isGone) return;
      setProblem(asProblem(error));
      timer = setTimeout(() => setTries(tries + 1), RETRY_MS);
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [tries]);
  return (
    <main className="flex h-full flex-col">
      <h1 className="sr-only">Outcry</h1>
      <div className="flex h-11 items-center border-b border-line bg-surface px-3">
        <Logo />
      </div>
      <div className="mx-auto w-full max-w-xl p-6">
        {problem ? (
          <Failed problem={problem} onRetry={() => setTries(tries + 1)} />
        ) : (
          <Skeleton lines={5} />
        )}
      </div>
    </main>
  );
}
