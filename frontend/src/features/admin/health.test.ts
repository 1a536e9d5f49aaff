import { describe, expect, it, vi } from "vitest";
import { healthOf } from "./health";

const answer = (status: number, body: string) =>
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(body, { status }));

describe("health", () => {
  it("is ready if the gateway says so", async () => {
    const asked = answer(200, '{"status":"alive"}');
    expect(await healthOf("risk")).toMatchObject({ isReady: true, says: "ready" });
    expect(asked.mock.calls[0]?.[0]).toBe("/healthz/risk");
  });

  it("says why not, as far as it was told", async () => {
    answer(503, '{"detail":"the database is away"}');
    expect(await healthOf("risk")).toMatchObject({
      isReady: false,
      says: "503: the database is away",
    });
    answer(502, "<html>");
    expect((await healthOf("risk")).says).toBe("It answered 502.");
  });

  it("is not ready if nobody answers", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("failed"));
    const health = await healthOf("auth");
    expect(health).toMatchObject({ isReady: false, says: "The gateway cannot be reached." });
  });
});
