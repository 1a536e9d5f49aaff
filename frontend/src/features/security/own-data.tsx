import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/query";
import { forget, useSession } from "@/api/session";
import { withStepUp } from "@/state/step-up";
import { Button } from "@/ui/button";
import { download } from "@/ui/csv";
import { Confirm } from "@/ui/dialog";
import { Failed } from "@/ui/states";

/** Take one's data along, or be forgotten. */
export function OwnData() {
  const keep = useMutation({
    mutationFn: () => withStepUp(() => call(api.auth.GET("/api/auth/export"))),
    onSuccess: (data) => {
      download("outcry-my-data.json", JSON.stringify(data, undefined, 2), "application/json");
    },
  });
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        Everything that is kept about you as a person: profile, sessions, preferences, keys. What
        your accounts did is in the ledger, which the portfolio page exports.
      </p>
      {keep.error && <Failed problem={asProblem(keep.error)} />}
      <div className="flex flex-wrap gap-2">
        <Button busy={keep.isPending} onClick={() => keep.mutate()}>
          Download my data
        </Button>
        <BeForgotten />
      </div>
    </div>
  );
}

function BeForgotten() {
  const [isOpen, setOpen] = useState(false);
  const email = useSession((state) => state.session?.user.email ?? "");
  const leave = async () => {
    await withStepUp(() => call(api.auth.DELETE("/api/auth/me", { body: { email } })));
    forget();
    queries.clear();
  };
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Delete me
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title="Delete you, for good?"
        confirmLabel="Delete me"
        variant="danger"
        typed={email}
        onConfirm={leave}
      >
        <p>
          E-mail, name, password, second factor, sessions, keys and preferences go. What your
          accounts traded stays in the books, under ids that name nobody.
        </p>
      </Confirm>
    </>
  );
}
