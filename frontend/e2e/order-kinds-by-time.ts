/** Orders for a moment of the market: until a date, at the open, at the close. */
import { choose, type Market, type OrderKind } from "./order-kinds";

export const timed = ({ at, tomorrow }: Market): OrderKind[] => [
  {
    name: "good till a date",
    entry: {
      choices: choose("Limit", "Good till a date"),
      texts: {
        Quantity: "1",
        "Limit price": at(0.96),
        "Until (time in New York)": tomorrow,
      },
    },
    order: { time_in_force: "gtd", status: "new" },
  },
  {
    name: "limit at the open",
    entry: {
      choices: choose("Limit", "At the open"),
      texts: { Quantity: "1", "Limit price": at(0.96) },
    },
    order: { time_in_force: "opg", limit_price: at(0.96) },
  },
  {
    // With a limit: one at the market could meet what is sold later.
    name: "limit at the close",
    entry: {
      choices: choose("Limit", "At the close"),
      texts: { Quantity: "1", "Limit price": at(0.96) },
    },
    order: { time_in_force: "cls", limit_price: at(0.96) },
  },
];
