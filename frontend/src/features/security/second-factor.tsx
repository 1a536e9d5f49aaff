import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import type { components } from "@/api/generated/auth";
import { asProblem } from "@/api/problem";
import { withStepUp } from "@/state/step-up";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { QueryView } from "@/ui/query-view";
import { Failed, Skeleton } from "@/ui/states";
import { toast } from "@/ui/toast";
import { Enrolment } from "./enrolment";
import { askAgain, useSecondFactor } from "./queries";
import { RecoveryCodes } from "./recovery-codes";

type State = components["schemas"]["SecondFactorResponse"];
const FEW = 3;

/** A second factor: set up, in use, taken away; and the codes for when the phone is gone. */
export function SecondFactor() {
  const factor = useSecondFactor();
  const [codes, setCodes] = useState<readonly string[]>();
  const take = (fresh: readonly string[]) => {
    setCodes(fresh);
    void askAgain();
  };
  return (
    <>
      <QueryView query={factor} skeleton={<Skeleton lines={3} />}>
        {(state) => (state.enabled ? <InUse state={state} take={take} /> : <Off take={take} />)}
      </QueryView>
      <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />
    </>
  );
}

type Take = (codes: readonly string[]) => void;

function Off({ take }: { take: Take }) {
  const begin = useMutation({
    mutationFn: () => withStepUp(() => call(api.auth.POST("/api/auth/second-factor"))),
  });
  if (begin.data) return <Enrolment enrolment={begin.data} take={take} onLeave={begin.reset} />;
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        Off. With it, signing in takes your password and a code of an authenticator app, so that the
        password alone is worth nothing.
      </p>
      {begin.error && <Failed problem={asProblem(begin.error)} />}
      <Button variant="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
        Set it up
      </Button>
    </div>
  );
}

function InUse({ state, take }: { state: State; take: Take }) {
  const left = state.recovery_codes_left;
  const renew = useMutation({
    mutationFn: () =>
      withStepUp(() => call(api.auth.POST("/api/auth/second-factor/recovery-codes"))),
    onSuccess: ({ recovery_codes }) => take(recovery_codes),
  });
  return (
    <div className="space-y-3">
      <p className="text-sm text-ink">
        On. {left} recovery {left === 1 ? "code is" : "codes are"} left.
        {left <= FEW && <strong className="text-danger"> Get new ones before they run out.</strong>}
      </p>
      {renew.error && <Failed problem={asProblem(renew.error)} />}
      <div className="flex flex-wrap gap-2">
        <Button busy={renew.isPending} onClick={() => renew.mutate()}>
          New recovery codes
        </Button>
        <TakeAway />
      </div>
    </div>
  );
}

function TakeAway() {
  const [isOpen, setOpen] = useState(false);
  const remove = async () => {
    await withStepUp(() => call(api.auth.DELETE("/api/auth/second-factor")));
    await askAgain();
    toast.info("The password alone is enough again. Your other sessions have ended.");
  };
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Take it away
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title="Sign in without a second factor?"
        confirmLabel="Take it away"
        variant="danger"
        onConfirm={remove}
      >
        <p>Whoever knows the password can sign in. Your other sessions end.</p>
      </Confirm>
    </>
  );
}
