import { Link } from "@tanstack/react-router";
import { LookSettings } from "./look-settings";
import { ShortcutSettings } from "./shortcut-settings";
import { TradeSettings } from "./trade-settings";
import { VoiceSettings } from "./voice-settings";

/** What a user chooses; all of it is kept at the server and there on every device. */
export default function SettingsPage() {
  return (
    <div className="mx-auto max-w-3xl space-y-4 p-4">
      <header>
        <h1 className="text-lg font-semibold">Settings</h1>
        <p className="mt-1 text-sm text-muted">
          They are yours on every device. For passwords and sessions see{" "}
          <Link to="/settings/security">Security</Link>, for programs{" "}
          <Link to="/settings/keys">API keys</Link>.
        </p>
      </header>
      <LookSettings />
      <VoiceSettings />
      <TradeSettings />
      <ShortcutSettings />
    </div>
  );
}
