import { useRouter } from "@tanstack/react-router";
import { CircleUser, Compass, Keyboard, LogOut, SunMoon } from "lucide-react";
import { api } from "@/api/client";
import { queries } from "@/api/query";
import { forget, useSession } from "@/api/session";
import { IconButton } from "@/ui/button";
import { Menu, type MenuItem } from "@/ui/menu";
import { nextTheme } from "../actions";
import { PAGES } from "../navigation";
import { show } from "../overlays";

/** The session is over here even if the server cannot be told: its cookie then dies of age. */
async function signOut(): Promise<void> {
  await api.auth.POST("/api/auth/logout").catch(() => undefined);
  forget();
  queries.clear();
}

/** What is about the user: pages, looks, help, the way out. */
export function UserMenu() {
  const router = useRouter();
  const name = useSession((state) => state.session?.user.display_name ?? "");
  const icon = "size-4 text-faint";
  const pages = PAGES.filter(({ place }) => place === "user").map(
    ({ to, label, icon: Icon }): MenuItem => ({
      label,
      icon: <Icon className={icon} />,
      onSelect: () => void router.navigate({ to }),
    }),
  );
  const items: MenuItem[] = [
    ...pages,
    { label: "Next theme", icon: <SunMoon className={icon} />, onSelect: nextTheme },
    { label: "Shortcuts", icon: <Keyboard className={icon} />, onSelect: () => show("help") },
    { label: "Take the tour", icon: <Compass className={icon} />, onSelect: () => show("tour") },
    {
      label: "Sign out",
      icon: <LogOut className="size-4" />,
      onSelect: () => void signOut(),
      danger: true,
    },
  ];
  return (
    <Menu
      trigger={<IconButton label={`Account of ${name}`} icon={<CircleUser className="size-5" />} />}
      items={items}
    />
  );
}
