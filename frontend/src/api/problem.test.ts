import { describe, expect, it } from "vitest";
import { asProblem, errorOf, problemOf } from "./problem";

describe("a problem", () => {
  it("is what the server says, field by field", () => {
    const body = {
      code: "validation_failed",
      detail: "one field is wrong",
      correlation_id: "c",
      errors: [{ field: "body.email", message: "is no address" }],
    };
    const problem = problemOf(new Response(null, { status: 422 }), body);
    expect(problem).toMatchObject({ code: "validation_failed", status: 422, correlationId: "c" });
    expect(problem.errors).toEqual([{ field: "email", detail: "is no address" }]);
    expect(problem.isPassing).toBe(false);
    expect(errorOf(problem, "email")).toBe("is no address");
    expect(errorOf(problem, "password")).toBeUndefined();
  });

  it("says how long to wait", () => {
    const response = new Response(null, { status: 429, headers: { "Retry-After": "7" } });
    expect(problemOf(response, {})).toMatchObject({ retryAfter: 7, isPassing: true });
  });

  it("is offline if there was no answer", () => {
    expect(asProblem(new TypeError("Failed to fetch"))).toMatchObject({
      code: "offline",
      status: 0,
    });
  });
});
