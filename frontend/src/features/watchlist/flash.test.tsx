import { render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Flash } from "./flash";

describe("a price that changes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    document.documentElement.dataset.motion = "full";
  });

  afterEach(() => {
    vi.useRealTimers();
    delete document.documentElement.dataset.motion;
  });

  function change(from: string | undefined, to: string) {
    const { rerender } = render(<Flash value={from}>price</Flash>);
    rerender(<Flash value={to}>price</Flash>);
    return screen.getByText("price").dataset;
  }

  it("lights up the way it went, for less than 300 ms", () => {
    const look = change("9.99", "10");
    expect(look.flash).toBe("up");
    vi.advanceTimersByTime(300);
    expect(look.flash).toBeUndefined();
  });

  it("goes on while it goes on changing, and turns with it", () => {
    const { rerender } = render(<Flash value="10">price</Flash>);
    for (const value of ["11", "12", "11.5"]) {
      rerender(<Flash value={value}>price</Flash>);
      vi.advanceTimersByTime(200);
    }
    expect(screen.getByText("price").dataset.flash).toBe("down");
  });

  it("stays dark when it is first known, and for who wants no motion", () => {
    expect(change(undefined, "10").flash).toBeUndefined();
    document.documentElement.dataset.motion = "reduced";
    const { rerender } = render(<Flash value="1">still</Flash>);
    rerender(<Flash value="2">still</Flash>);
    expect(screen.getByText("still").dataset.flash).toBeUndefined();
  });
});
