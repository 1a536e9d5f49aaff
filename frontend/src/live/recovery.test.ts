import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import { type Session, useSession } from "@/api/session";
import { lost, up } from "./recovery";

describe("after the line was away", () => {
  let read: unknown[];

  beforeEach(() => {
    read = [];
    useSession.setState({ session: { account_id: "acc" } as Session });
    vi.spyOn(queries, "invalidateQueries").mockImplementation(async (filters) => {
      read.push(filters?.queryKey?.[0]);
    });
  });

  afterEach(() => useSession.setState({ session: undefined }));

  it("charts are read again, whatever became of the account's messages", () => {
    for (const [outcome, isAgain] of [
      ["resumed", true],
      ["resumed", false],
      ["lost", true],
      ["fresh", true],
    ] as const) {
      read = [];
      up(outcome, isAgain);
      expect(read, `${outcome} ${isAgain}`).toContain("bars");
    }
  });

  it("charts and the account are read again when messages were lost on a line that is up", () => {
    lost();
    expect(read).toEqual(expect.arrayContaining(["acc", "bars", "snapshot"]));
  });

  it("a first line reads the account only, as prices have just been asked for", () => {
    up("fresh", false);
    expect(read).toContain("acc");
    expect(read).not.toContain("bars");
  });
});
