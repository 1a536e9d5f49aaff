import { Panel } from "@/ui/panel";
import { Devices } from "./devices";
import { IdleSetting } from "./idle-setting";
import { OwnData } from "./own-data";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";
import { SecondFactor } from "./second-factor";

const PARTS = [
  ["Profile", ProfileForm],
  ["Second factor", SecondFactor],
  ["Password", PasswordForm],
  ["Where you are signed in", Devices],
  ["When nobody is there", IdleSetting],
  ["Your data", OwnData],
] as const;

export function SecurityPage() {
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-3 p-3 sm:p-4">
      <h1 className="text-lg font-semibold text-ink">Profile and security</h1>
      {PARTS.map(([title, Part]) => (
        <Panel key={title} title={title}>
          <div className="p-4">
            <Part />
          </div>
        </Panel>
      ))}
    </div>
  );
}
