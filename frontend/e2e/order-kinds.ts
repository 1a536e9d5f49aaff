/** Every kind of order that the ticket offers: how it is entered, and what has to come of it. */
import { timed } from "./order-kinds-by-time";
import type { Order } from "./support/api";
import type { Entry } from "./support/ticket";

export interface OrderKind {
  readonly name: string;
  readonly entry: Entry;
  /** What the server has to know of it. */
  readonly order: Partial<Order>;
  readonly legs?: readonly Partial<Order>[];
}

/** What an entry has to know of the market. */
export interface Market {
  readonly at: At;
  /** A day from now, as a field for date and time has it: in New York. */
  readonly tomorrow: string;
}

/** A price so many times the market's, on the grid. */
export type At = (times: number) => string;

export const choose = (type: string, force = "Day", exits = "No exits") => ({
  "Order type": type,
  "Time in force": force,
  Exits: exits,
});

function plain(at: At): OrderKind[] {
  return [
    {
      name: "market",
      entry: { choices: choose("Market"), texts: { Quantity: "20" } },
      order: { type: "market", quantity: "20", status: "filled", filled_quantity: "20" },
    },
    {
      name: "market for dollars",
      entry: { choices: { ...choose("Market"), "Size in": "Dollars" }, texts: { Amount: "500" } },
      order: { type: "market", notional: "500", status: "filled" },
    },
    {
      name: "market for a part of the buying power",
      entry: {
        choices: { ...choose("Market"), "Size in": "Percent" },
        texts: { "Percent of buying power": "2" },
      },
      order: { type: "market", side: "buy", status: "filled" },
    },
    {
      name: "limit, good till canceled",
      entry: {
        choices: choose("Limit", "Good till canceled"),
        texts: { Quantity: "3", "Limit price": at(0.97) },
      },
      order: { type: "limit", time_in_force: "gtc", limit_price: at(0.97), status: "new" },
    },
    {
      name: "limit, immediate or cancel",
      entry: {
        choices: choose("Limit", "Immediate or cancel"),
        texts: { Quantity: "2", "Limit price": at(1.02) },
      },
      order: { type: "limit", time_in_force: "ioc", status: "filled", filled_quantity: "2" },
    },
    {
      name: "limit, fill or kill",
      entry: {
        choices: choose("Limit", "Fill or kill"),
        texts: { Quantity: "2", "Limit price": at(0.98) },
      },
      order: { type: "limit", time_in_force: "fok", status: "canceled", filled_quantity: "0" },
    },
    {
      name: "iceberg",
      entry: {
        choices: choose("Limit"),
        texts: {
          Quantity: "10",
          "Limit price": at(0.98),
          "Shown to others (iceberg, optional)": "2",
        },
      },
      order: { quantity: "10", display_quantity: "2", status: "new" },
    },
    {
      name: "post only, extended hours",
      entry: {
        choices: choose("Limit"),
        texts: { Quantity: "1", "Limit price": at(0.98) },
        checks: ["Post only", "Extended hours"],
      },
      order: { post_only: true, extended_hours: true, status: "new" },
    },
    {
      name: "reduce only",
      entry: {
        side: "Sell",
        choices: choose("Limit"),
        texts: { Quantity: "2", "Limit price": at(1.03) },
        checks: ["Reduce only"],
      },
      order: { side: "sell", reduce_only: true, limit_price: at(1.03), status: "new" },
    },
  ];
}

function waiting(at: At): OrderKind[] {
  return [
    {
      name: "stop",
      entry: { choices: choose("Stop"), texts: { Quantity: "2", "Stop price": at(1.03) } },
      order: { type: "stop", stop_price: at(1.03), status: "new" },
    },
    {
      name: "stop limit",
      entry: {
        choices: choose("Stop limit"),
        texts: { Quantity: "2", "Stop price": at(1.03), "Limit price": at(1.035) },
      },
      order: { type: "stop_limit", stop_price: at(1.03), limit_price: at(1.035), status: "new" },
    },
    {
      name: "trailing stop in per cent",
      entry: {
        side: "Sell",
        choices: choose("Trailing stop"),
        texts: { Quantity: "2", "Trails by": "4" },
      },
      order: { side: "sell", type: "trailing_stop", trail_percent: "4", status: "new" },
    },
    {
      name: "trailing stop in dollars",
      entry: {
        choices: choose("Trailing stop"),
        radios: ["By $"],
        texts: { Quantity: "1", "Trails by": "9" },
      },
      order: { type: "trailing_stop", trail_price: "9", status: "new" },
    },
  ];
}

function grouped(at: At): OrderKind[] {
  return [
    {
      name: "bracket",
      entry: {
        choices: choose("Limit", "Good till canceled", "Bracket"),
        texts: {
          Quantity: "3",
          "Limit price": at(0.97),
          "Take profit at": at(1.04),
          "Stop loss at": at(0.94),
        },
      },
      order: { order_class: "bracket", limit_price: at(0.97), status: "new" },
      legs: [
        { leg: "take_profit", side: "sell", limit_price: at(1.04), status: "held" },
        { leg: "stop_loss", side: "sell", stop_price: at(0.94), status: "held" },
      ],
    },
    {
      name: "one exit (OTO)",
      entry: {
        choices: choose("Limit", "Day", "One exit"),
        radios: ["Stop loss"],
        texts: { Quantity: "2", "Limit price": at(0.97), "Stop loss at": at(0.95) },
      },
      order: { order_class: "oto", status: "new" },
      legs: [{ leg: "stop_loss", stop_price: at(0.95), status: "held" }],
    },
    {
      name: "one exit (OTO) that takes the profit",
      entry: {
        choices: choose("Limit", "Day", "One exit"),
        radios: ["Take profit"],
        texts: { Quantity: "2", "Limit price": at(0.97), "Take profit at": at(1.05) },
      },
      order: { order_class: "oto", status: "new" },
      legs: [{ leg: "take_profit", limit_price: at(1.05), status: "held" }],
    },
    {
      name: "bracket whose stop trails",
      entry: {
        choices: { ...choose("Limit", "Day", "Bracket"), "Stop loss": "Trails by %" },
        texts: {
          Quantity: "2",
          "Limit price": at(0.97),
          "Take profit at": at(1.05),
          "Stop trails by": "3",
        },
      },
      order: { order_class: "bracket", status: "new" },
      legs: [
        { leg: "take_profit", limit_price: at(1.05), status: "held" },
        { leg: "stop_loss", type: "trailing_stop", trail_percent: "3", status: "held" },
      ],
    },
    {
      name: "OCO",
      entry: {
        side: "Sell",
        choices: choose("Limit", "Day", "OCO"),
        texts: { Quantity: "4", "Limit price": at(1.04), "Stop loss at": at(0.95) },
      },
      order: { order_class: "oco", side: "sell", limit_price: at(1.04), status: "new" },
      legs: [{ leg: "stop_loss", stop_price: at(0.95) }],
    },
  ];
}

/** In this order: what is sold later has to be bought first. */
export const orderKinds = (market: Market): OrderKind[] => [
  ...plain(market.at),
  ...waiting(market.at),
  ...timed(market),
  ...grouped(market.at),
];
