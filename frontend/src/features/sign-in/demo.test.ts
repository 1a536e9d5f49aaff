import { describe, expect, it } from "vitest";
import { demoOf } from "./demo";

describe("the link of the demo login", () => {
  it("carries both, whatever is in them", () => {
    expect(demoOf("#demo=demo%40outcry.example:p%3Aw%25%20%23")).toEqual({
      email: "demo@outcry.example",
      password: "p:w% #",
    });
  });

  it.each([
    "",
    "#",
    "#demo=",
    "#demo=a",
    "#demo=a:",
    "#demo=:b",
    "#demo=a:b:c",
    "#demo=%:b",
    "#x=a:b",
  ])("is nothing if it is %j", (hash) => expect(demoOf(hash)).toBeUndefined());
});
