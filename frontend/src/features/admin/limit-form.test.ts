import { describe, expect, it } from "vitest";
import { bodyOf, differences, formOf, mistakes } from "./limit-form";

const limits = { order_value_max: "1000000", orders_per_minute_max: 30, no_shorting: true };
const form = formOf(limits);
const typed = (figures: object) => ({ ...form, figures: { ...form.figures, ...figures } });

describe("limits as they are typed", () => {
  it("go to and fro unchanged", () => {
    expect(bodyOf(form)).toMatchObject({ ...limits, daily_loss_max: null, day_trade_rule: false });
    expect(formOf(bodyOf(form))).toEqual(form);
  });

  it("are kept as texts, and none is null", () => {
    const body = bodyOf(typed({ order_value_max: " ", daily_loss_max: "0.10" }));
    expect(body.order_value_max).toBeNull();
    expect(body.daily_loss_max).toBe("0.10");
  });

  it("are numbers above zero, whole where they count", () => {
    expect(mistakes(form)).toEqual({});
    expect(
      Object.keys(
        mistakes(
          typed({
            order_value_max: "-1",
            daily_loss_max: "0",
            orders_per_minute_max: "1.5",
            drawdown_percent_max: "100.1",
            position_value_max: "1e",
          }),
        ),
      ).sort(),
    ).toEqual([
      "daily_loss_max",
      "drawdown_percent_max",
      "order_value_max",
      "orders_per_minute_max",
      "position_value_max",
    ]);
  });

  it("say what would be another", () => {
    const after = {
      figures: { ...form.figures, daily_loss_max: "500", order_value_max: "" },
      switches: { ...form.switches, no_shorting: false },
    };
    expect(differences(form, after)).toEqual([
      "Order value at most: 1000000 → none",
      "Loss a day at most: none → 500",
      "No short sales: off",
    ]);
    expect(differences(form, form)).toEqual([]);
  });
});
