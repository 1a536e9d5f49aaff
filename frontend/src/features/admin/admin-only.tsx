import { Link } from "@tanstack/react-router";
import { ShieldX } from "lucide-react";
import type { ReactNode } from "react";
import { useSession } from "@/api/session";
import { Page, PageHead } from "@/ui/figures";
import { Empty } from "@/ui/states";

interface AdminPageProps {
  title: string;
  about: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page for administrators. Others are told so; the server refuses them in any case. */
export function AdminPage({ title, about, actions, children }: AdminPageProps) {
  const isAdmin = useSession((state) => state.session?.user.roles.includes("admin") ?? false);
  return (
    <Page>
      <PageHead title={title} actions={isAdmin ? actions : undefined}>
        {about}
      </PageHead>
      {isAdmin ? children : <Forbidden />}
    </Page>
  );
}

function Forbidden() {
  return (
    <Empty title="This page is for administrators" icon={<ShieldX className="size-6" />}>
      You are signed in as a trader. An administrator can give you the role under Users.{" "}
      <Link className="underline" to="/">
        Go to the workspace
      </Link>
    </Empty>
  );
}
