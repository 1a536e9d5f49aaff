import { Link } from "@tanstack/react-router";
import { useSession } from "@/api/session";
import { type Page, pagesFor } from "../navigation";

/** Pages along the left side. */
export function Rail() {
  const roles = useSession((state) => state.session?.user.roles ?? NOBODY);
  const pages = pagesFor(roles);
  const admin = pages.filter(({ place }) => place === "admin");
  return (
    <nav aria-label="Pages" className="rail">
      <ul>
        {pages
          .filter(({ place }) => place === "rail")
          .map((page) => (
            <Entry key={page.to} page={page} />
          ))}
      </ul>
      {admin.length > 0 && (
        <ul aria-label="Administration" className="mt-2 border-t border-line pt-2">
          {admin.map((page) => (
            <Entry key={page.to} page={page} />
          ))}
        </ul>
      )}
    </nav>
  );
}

const NOBODY: readonly [] = [];

function Entry({ page: { to, label, icon: Icon } }: { page: Page }) {
  return (
    <li>
      <Link to={to} activeOptions={{ exact: true, includeSearch: false }} className="rail-link">
        <Icon aria-hidden="true" className="size-[18px]" />
        <span>{label}</span>
      </Link>
    </li>
  );
}
