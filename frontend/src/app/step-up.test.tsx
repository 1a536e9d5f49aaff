import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { LimitsPage } from "@/features/admin";
import { StepUpDialog } from "@/features/security";

const session = {
  access_token: "t",
  expires_in: 900,
  account_id: "acc",
  user: { user_id: "u", roles: ["admin"] },
} as unknown as Session;

const STEP_UP = { code: "step_up_required", detail: "Prove who you are.", status: 403 };
const HALT = { scope: "symbol", name: "AAPL", reason: "news" };

/** The risk service as far as a halt needs it; what else is asked for is never answered. */
class Server {
  readonly asked: string[] = [];
  halts: readonly object[] = [];
  isProven = false;

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    this.asked.push(`${request.method} ${pathname}`);
    if (pathname === "/api/auth/step-up") return this.prove();
    if (pathname === "/api/auth/second-factor") return Response.json({ enabled: false });
    if (pathname === "/api/risk/admin/halts") return Response.json({ items: this.halts });
    if (request.method === "PUT") return this.halt();
    return new Promise(() => undefined);
  };

  private prove(): Response {
    this.isProven = true;
    return Response.json(session);
  }

  private halt(): Response {
    if (!this.isProven) return Response.json(STEP_UP, { status: 403 });
    this.halts = [HALT];
    return Response.json(HALT);
  }
}

/** A whole page is looked through by role, which takes long on a busy machine. */
const PATIENCE = { timeout: 60_000 };

describe("a halt that needs a fresh proof", PATIENCE, () => {
  let server: Server;

  beforeEach(() => {
    server = new Server();
    vi.stubGlobal("fetch", server.fetch);
    useSession.setState({ session, renewAt: Date.now() + 900_000 });
    render(
      <QueryClientProvider client={queries}>
        <LimitsPage />
        <StepUpDialog />
      </QueryClientProvider>,
    );
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    queries.clear();
  });

  async function ask(user: ReturnType<typeof userEvent.setup>) {
    const form = within(screen.getByRole("region", { name: "Kill switches" }));
    await user.click(form.getByText("Symbol"));
    await user.type(form.getByRole("textbox", { name: "Symbol" }), "aapl");
    await user.type(form.getByLabelText(/^Why/), "news");
    await user.click(form.getByRole("button", { name: "Halt…" }));
    await user.type(await screen.findByLabelText(/Type “AAPL”/), "AAPL");
    await user.click(screen.getByRole("button", { name: "Halt" }));
    return screen.findByLabelText("Password");
  }

  it("asks for it over the question, by keyboard, and is done though other lists are slow", async () => {
    const user = userEvent.setup({ delay: null });
    const password = await ask(user);
    expect(password).toHaveFocus();
    expect(password.closest("[aria-hidden=true]")).toBeNull();
    await user.keyboard("secret{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog", { name: /Halt/ })).toBeNull());
    expect(server.asked.filter((one) => one.startsWith("PUT"))).toHaveLength(2);
    expect(await screen.findByRole("button", { name: "Let go on" })).toBeVisible();
  });

  it("leaves the question open, and says why, if it is not given", async () => {
    const user = userEvent.setup({ delay: null });
    await ask(user);
    await user.keyboard("{Escape}");
    const question = await screen.findByRole("dialog", { name: "Halt symbol AAPL" });
    expect(await within(question).findByText(/Nothing was done/)).toBeVisible();
    expect(screen.queryByLabelText("Password")).toBeNull();
  });
});
