import { describe, expect, it } from "vitest";
import { destinationOf } from "./destination";

describe("where to go after signing in", () => {
  it.each([
    ["", "/"],
    ["?next=%2Fportfolio%3Ftab%3D1", "/portfolio?tab=1"],
    ["?next=https%3A%2F%2Fevil.example", "/"],
    ["?next=%2F%2Fevil.example", "/"],
    ["?next=%2F%5Cevil.example", "/"],
    ["?next=%2Fsign-in", "/"],
    ["?next=javascript%3Aalert(1)", "/"],
  ])("%s leads to %s", (search, path) => expect(destinationOf(search)).toBe(path));
});
