import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, call } from "@/api/client";
import { asProblem, errorOf } from "@/api/problem";
import { type User, useSession } from "@/api/session";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/field";
import { Failed } from "@/ui/states";
import { toast } from "@/ui/toast";

export function ProfileForm() {
  const user = useSession((state) => state.session?.user);
  return user ? <Form key={user.user_id} user={user} /> : null;
}

/** The browser's list, and whatever the user has though the browser does not know it. */
export function zonesWith(current: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return [...new Set(["UTC", current, ...known])].sort();
}

/** The rest of the page shows the session's user: it is told at once. */
function show(user: User): void {
  const { session } = useSession.getState();
  if (session) useSession.setState({ session: { ...session, user } });
}

function useChange(name: string, zone: string) {
  return useMutation({
    mutationFn: () =>
      call(api.auth.PATCH("/api/auth/me", { body: { display_name: name, time_zone: zone } })),
    onSuccess: (changed) => {
      show(changed);
      toast.success("Profile saved.");
    },
  });
}

function Form({ user }: { user: User }) {
  const [name, setName] = useState(user.display_name);
  const [zone, setZone] = useState(user.time_zone);
  const change = useChange(name, zone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const isSame = name === user.display_name && zone === user.time_zone;
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
      <TextField
        label="Name"
        required
        maxLength={80}
        autoComplete="name"
        value={name}
        onValueChange={setName}
        error={errorOf(change.error, "display_name")}
      />
      <SelectField
        label="Time zone"
        value={zone}
        onValueChange={setZone}
        options={zonesWith(user.time_zone).map((one) => ({ value: one, label: one }))}
        error={errorOf(change.error, "time_zone")}
      />
      <p className="text-sm text-muted sm:col-span-2">E-mail: {user.email}</p>
      {change.error && <Failed problem={asProblem(change.error)} />}
      <div className="sm:col-span-2">
        <Button type="submit" variant="primary" busy={change.isPending} disabled={isSame}>
          Save
        </Button>
      </div>
    </form>
  );
}
