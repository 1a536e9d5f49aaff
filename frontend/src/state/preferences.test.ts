// @vitest-environment jsdom: what it tests is kept in the browser
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useSession } from "@/api/session";
import { merged } from "./merge";
import { DEFAULTS, load, patchPreference, preferences, setPreference, store } from "./preferences";

describe("two devices' changes", () => {
  it("are both kept where they are about different things", () => {
    const base = { theme: "dark", layout: { a: 1, b: 2 } };
    const mine = { theme: "light", layout: { a: 1, b: 3 } };
    const theirs = { theme: "dark", layout: { a: 9, b: 2 }, density: "compact" };
    expect(merged(base, mine, theirs)).toEqual({
      theme: "light",
      layout: { a: 9, b: 3 },
      density: "compact",
    });
  });

  it("are the later one's where they are about the same", () => {
    expect(merged({ theme: "dark" }, { theme: "light" }, { theme: "contrast" })).toEqual({
      theme: "light",
    });
  });

  it("take away what one of them took away", () => {
    expect(merged({ a: 1, b: 1 }, { b: 1 }, { a: 1, b: 1 })).toEqual({ b: 1 });
    expect(merged({ a: 1, b: 1 }, { a: 1, b: 1 }, { b: 1 })).toEqual({ b: 1 });
  });

  it("take lists whole", () => {
    expect(merged({ list: [1] }, { list: [1, 2] }, { list: [3] })).toEqual({ list: [1, 2] });
  });
});

/** As the service keeps them: one document, and a version that a change must know. */
class Server {
  document: Record<string, unknown> = {};
  version = 0;
  readonly matches: (string | null)[] = [];

  readonly fetch = async (request: Request): Promise<Response> => {
    const headers = () => ({ "Content-Type": "application/json", ETag: `"${this.version}"` });
    if (request.method === "GET") return Response.json(this.document, { headers: headers() });
    this.matches.push(request.headers.get("If-Match"));
    if (request.headers.get("If-Match") !== `"${this.version}"`) {
      const problem = { code: "version_passed", detail: "Somebody was faster.", status: 412 };
      return Response.json(problem, { status: 412, headers: headers() });
    }
    this.document = await request.json();
    this.version += 1;
    return Response.json(this.document, { headers: headers() });
  };
}

describe("preferences", () => {
  let server: Server;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new Server();
    vi.stubGlobal("fetch", (request: Request) => server.fetch(request));
    const user = { user_id: "u" };
    useSession.setState({
      session: { access_token: "t", expires_in: 900, account_id: "a", user } as never,
      renewAt: Date.now() + 900_000,
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("are what was never chosen by default", () => {
    expect(preferences().motion).toBe(DEFAULTS.motion);
  });

  it("are stored once, a moment after the last change", async () => {
    await load();
    setPreference("theme", "light");
    setPreference("theme", "contrast");
    expect(preferences().theme).toBe("contrast");
    expect(server.version).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(server.version).toBe(1);
    expect(server.document.theme).toBe("contrast");
  });

  it("are merged and stored again if another device was faster", async () => {
    await load();
    server.document = { ...server.document, density: "comfortable" };
    server.version = 7;
    patchPreference("tables", "orders", { hidden: ["fee"] });
    await store();
    expect(server.matches.at(-1)).toBe('"7"');
    expect(server.document).toMatchObject({
      density: "comfortable",
      tables: { orders: { hidden: ["fee"] } },
    });
    expect(preferences().density).toBe("comfortable");
  });

  it("stay changed here if they cannot be stored, and are the next time", async () => {
    await load();
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    setPreference("upDown", "blue-orange");
    await store();
    expect(preferences().upDown).toBe("blue-orange");
    vi.stubGlobal("fetch", (request: Request) => server.fetch(request));
    await store();
    expect(server.document.upDown).toBe("blue-orange");
  });
});
