import { Search } from "lucide-react";
import { keysOf, shownKeys } from "@/state/shortcuts";
import { useIsPhone } from "@/ui/media";
import { Tooltip } from "@/ui/tooltip";
import { openPalette } from "../overlays";
import { Slot } from "../slot";
import { Keys } from "./keys";
import { Logo } from "./logo";
import { UserMenu } from "./user-menu";

/** Along the top of every page. */
export function TopBar() {
  const isPhone = useIsPhone();
  return (
    <header className="top-bar">
      <Logo />
      <Simulation />
      <SearchButton isShort={isPhone} />
      {!isPhone && <Slot name="MarketClock" waiting={<span className="h-5 w-40" />} />}
      <div className="ml-auto flex min-w-0 items-center gap-1.5">
        {!isPhone && <Slot name="AccountSwitcher" waiting={<span className="h-6 w-32" />} />}
        <Slot name="ConnectionPill" waiting={<span className="h-6 w-16" />} />
        <Slot name="NotificationBell" waiting={<span className="size-8" />} />
        <span data-tour="user-menu">
          <UserMenu />
        </span>
      </div>
    </header>
  );
}

/** Always there, on every page: nobody may take this for a real market. */
function Simulation() {
  return (
    <Tooltip text="Paper money: no order leaves this system, no profit or loss is real.">
      <span className="simulation">Simulation</span>
    </Tooltip>
  );
}

function SearchButton({ isShort }: { isShort: boolean }) {
  const [keys = []] = shownKeys(keysOf("palette"));
  return (
    <button
      type="button"
      className="search-button"
      aria-label="Find a symbol or a command"
      onClick={() => openPalette()}
    >
      <Search aria-hidden="true" className="size-4 shrink-0" />
      {!isShort && (
        <>
          <span className="flex-1 text-left">Find a symbol…</span>
          <Keys keys={keys} />
        </>
      )}
    </button>
  );
}
